import { render } from 'preact';
import { connect } from '../../src/rpc/messenger.ts';
import type { ResultsContract } from '../../src/rpc/results.ts';
import { openHost } from '../shared/port.ts';
import { App } from './app.tsx';
import { createResults } from './model.ts';
import '../shared/tokens.css';
import '../shared/text.css';
import './results.css';

const page = openHost();
const host = connect<ResultsContract>(page.port);
const results = createResults(host, page.saved);
host.on('state', results.receive);
results.keep(page.save);
render(<App results={results} />, document.getElementById('root') ?? document.body);
results.attempt(host.call('ready', undefined).then(results.receive));
