import { render } from 'preact';
import type { DuplicatesContract } from '../../src/rpc/duplicates.ts';
import { connect } from '../../src/rpc/messenger.ts';
import { openHost } from '../shared/port.ts';
import { App } from './app.tsx';
import { createModel } from './model.ts';
import '../shared/tokens.css';
import '../shared/text.css';
import './duplicates.css';

const host = connect<DuplicatesContract>(openHost().port);
const model = createModel(host);
host.on('state', model.receive);
render(<App model={model} />, document.getElementById('root') ?? document.body);
model.attempt(host.call('ready', undefined).then(model.receive));
