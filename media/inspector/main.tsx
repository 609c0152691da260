import { render } from 'preact';
import type { InspectorContract } from '../../src/rpc/inspector.ts';
import { connect } from '../../src/rpc/messenger.ts';
import { openHost } from '../shared/port.ts';
import { App } from './app.tsx';
import { createInspector } from './model.ts';
import { restoreAndSave } from './restore.ts';
import { readSaved } from './saved.ts';
import '../shared/tokens.css';
import '../shared/text.css';
import './inspector.css';
import './table.css';
import './detail.css';

const page = openHost();
const saved = readSaved(page.saved);
const host = connect<InspectorContract>(page.port);
const inspector = createInspector(host, saved);
host.on('state', inspector.receive);
host.on('reveal', ({ row, field }) => inspector.reveal(row, field));
host.on('command', command => {
  if (command === 'find' || command === 'goToRow') inspector.focus.value = command;
  else if (command === 'nextFinding') inspector.goToFinding(1);
  else if (command === 'previousFinding') inspector.goToFinding(-1);
  else inspector.toggleRaw();
});
restoreAndSave(inspector, saved, page.save);
render(<App inspector={inspector} />, document.getElementById('root') ?? document.body);
inspector.attempt(host.call('ready', undefined).then(inspector.receive));
