import { render } from 'preact';
import type { LineageContract } from '../../src/rpc/lineage.ts';
import { connect } from '../../src/rpc/messenger.ts';
import { openHost } from '../shared/port.ts';
import { App } from './app.tsx';
import { createLineage } from './model.ts';
import '../shared/tokens.css';
import '../shared/text.css';
import './lineage.css';

const page = openHost();
const host = connect<LineageContract>(page.port);
const lineage = createLineage(host, page.save);
host.on('state', lineage.receive);
render(<App lineage={lineage} />, document.getElementById('root') ?? document.body);
lineage.attempt(host.call('ready', undefined).then(lineage.receive));
