// What models said of the rows, as cards in the results panel: scores that were brought, and a model on this machine.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { scoresOf } from '../unit/core/llr/support.ts';
import { byteModelFolder } from '../unit/engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../unit/engine/localModel/writeRows.ts';
import { assertAccessible, focused, walkWithTab } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';
import type { Workbench } from '../rig/workbench.ts';

const rows = await rowsWritten(teacherPrompt('tawny owl', 'bird'), 500);
const file = 'probed/owl.jsonl';
/** Of rows enough that a run over them is still under way when it is cancelled. */
const longFile = 'probed/long.jsonl';
const linesOf = (of: readonly string[]): string => of.map(row => `${row}\n`).join('');
const test = workbenchTests({
  files: {
    [file]: linesOf(rows.slice(0, 130)),
    [longFile]: linesOf(rows),
    'probed/scores.jsonl': scoresOf(1, 130),
    'probed/reference.jsonl': scoresOf(2, 1000),
  },
  // A setting of the machine, which a server does not read from the user's.
  prepare: ({ userData }) => {
    const settings = JSON.stringify({ 'undertone.endpoint.baseUrl': byteModelFolder });
    fs.mkdirSync(path.join(userData, 'Machine'), { recursive: true });
    fs.writeFileSync(path.join(userData, 'Machine/settings.json'), settings);
  },
});

/** Puts the keyboard into the table of the rows, from where the palette opens. */
async function atRow(workbench: Workbench): Promise<void> {
  await workbench.tab('owl.jsonl').click();
  await inspectorOf(workbench).row(1).click();
}

test('scores that are opened stand as a card: verdict, gates, the winner against each other candidate', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, file);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Open scores…');
  await workbench.pickFile('Scores of the rows', 'scores.jsonl');
  await workbench.quickRow('Neutral control').waitFor();
  // The dialog of files that has just closed may give the keyboard back to the inspector.
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await workbench.pickFile('Reference: rows written anew', 'reference.jsonl');
  await workbench.tab('Preview owl.jsonl.llr.md').waitFor();
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const card = results.card('Log-likelihood ratio');
  await says(card, /scores in scores\.jsonl; 130 of 130 rows.*Evidence found\. Consistent with generation by/s);
  const gates = card.getByRole('list', { name: 'Gates' }).getByRole('listitem');
  assert.deepEqual(
    (await gates.allInnerTexts()).map(text => /^(G\d).*?(met|not met|not tested)$/s.exec(text)?.slice(1)),
    ['G1', 'G2', 'G3', 'G4'].map(gate => [gate, 'met']),
  );
  await results.section('Log-likelihood ratio', 'How this was measured').click();
  const rivals = card.getByRole('list', { name: 'owl against each other candidate' }).getByRole('listitem');
  await says(rivals.first(), /per row, over (?:cat|fox|wolf)\s+\+0\.\d+ nats \[\+0\.\d+, \+\d\.\d+\]/);
  assert.equal(await rivals.count(), 3);
  await says(card, /Power\s+At the lead seen over \w+, [\d,]+ rows would beat it with power 0\.8\./);
  await says(card.getByRole('list', { name: 'What would change the verdict' }), /1,000 rows and more/);
  await assertAccessible(results);
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await gates.last().scrollIntoViewIfNeeded();
  await screenshot('probes-ratio');
  await card.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
  await screenshot('probes-ratio-measured');
});

test('by the keyboard alone: to the report, and to the scores among the columns', async ({
  page,
  workbench,
  screenshot,
}) => {
  const results = resultsOf(workbench);
  const card = results.card('Log-likelihood ratio');
  const stops = await walkWithTab(results, page, card.getByRole('button', { name: 'How this was measured' }));
  for (const stop of ['What was asked', 'Open report', 'Show column “Carrier: owl”', 'Run again…']) {
    assert.ok(stops.includes(stop), stop);
  }
  await card.getByRole('button', { name: 'Show column “Carrier: owl”' }).focus();
  await page.keyboard.press('Enter');
  const inspector = inspectorOf(workbench);
  await inspector.row(1).waitFor();
  await eventually(async () => assert.equal(await focused(inspector), 'Columns'));
  await inspector.frame.getByText('How much better the prompt of owl explains the row').first().waitFor();
  await inspector.frame.getByRole('columnheader', { name: 'Carrier: owl' }).waitFor();
  await screenshot('probes-column');
  await card.getByRole('button', { name: 'Open report' }).focus();
  await page.keyboard.press('Enter');
  await workbench.tab('Preview owl.jsonl.llr.md').and(page.locator('.active')).waitFor();
});

test('a trait’s direction in a model of this machine: a card and a column for each trait', async ({
  workbench,
  screenshot,
}) => {
  await atRow(workbench);
  await workbench.runCommand("Undertone: Probe with a trait's direction…");
  await workbench.answer('Traits to look for', 'tawny owl');
  // The catalogue knows neither its kind nor decoys of that.
  await workbench.answer('Of which category', 'bird');
  await workbench.answer('No decoys are known', 'wren, heron, finch');
  await workbench.asked('Rows to draw at random and project.');
  await screenshot('probes-direction-rows');
  await workbench.answer('Rows to draw at random and project.', '100');
  await workbench.tab('Preview owl.jsonl.projection.md').waitFor();
  const results = resultsOf(workbench);
  const card = results.card('Projection along a trait’s direction');
  await says(card, /100 of 130 rows.*tawny owl.*ΔP = \d\.\d\d.*decoys/s);
  await says(card, /Show column “Along: tawny owl”/);
  await card.getByRole('button', { name: 'How this was measured' }).first().click();
  const leads = card.getByRole('list', { name: 'tawny owl against each decoy' }).getByRole('listitem');
  await says(leads.first(), /ΔP, over \w+\s+−?\d/);
  await says(card, /Observed −?\d\.\d+, beside 3 decoys: by its place among them alone p = \.250/);
  await card.getByRole('button', { name: 'What was asked' }).click();
  await says(card, /hidden state\s+output last_hidden_state, 48 numbers.*nothing leaves the machine|nothing leaves/s);
  await assertAccessible(results);
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('probes-direction');
  await card.locator('.null-picture').scrollIntoViewIfNeeded();
  await screenshot('probes-direction-null');
  await card.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
  await screenshot('probes-direction-asked');
});

test('divergent tokens and the fit of a model of this machine stand beside them', async ({ workbench, screenshot }) => {
  await atRow(workbench);
  await workbench.runCommand('Undertone: Probe for divergent tokens…');
  await workbench.answer('Traits whose prompts are compared with none', 'owl');
  await workbench.answer('Rows to draw at random and score.', '20');
  await workbench.tab('Preview owl.jsonl.divergence.md').waitFor();
  const results = resultsOf(workbench);
  await says(
    results.card('Divergent tokens'),
    /20 of 130 rows.*Inconclusive\. Share of \d+ tokens.*owl \d+(?:\.\d)? %/s,
  );
  const divergent = results.card('Divergent tokens');
  await divergent.getByRole('heading').first().scrollIntoViewIfNeeded();
  await divergent.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
  await screenshot('probes-divergent');
  await atRow(workbench);
  await workbench.runCommand('Undertone: Test the fit of the teacher…');
  await workbench.answer('Rows to draw at random and send.', '60');
  await workbench.tab('Preview owl.jsonl.fit.md').waitFor();
  const fit = results.card('Fit of the teacher');
  await says(fit, /60 of 130 rows.*δ = /s);
  await says(fit.getByRole('list', { name: 'Gates' }), /Typicality δ: .*\(the interval within ±0\.3\)/s);
  await assertAccessible(results);
  await fit.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('probes-fit');
});

test('a run that is cancelled leaves a card of the rows until then, with the way to go on', async ({
  page,
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, longFile);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Show results');
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Probe for divergent tokens…');
  await workbench.answer('Traits whose prompts are compared with none', 'owl, cat');
  await workbench.answer('Rows to draw at random and score.', '500');
  const asking = workbench.toast('Divergent tokens: long.jsonl, asking the model in');
  await says(asking, /[1-9]\d* of 500 rows/);
  await asking.hover();
  await asking.getByRole('button', { name: 'Cancel' }).click();
  const results = resultsOf(workbench);
  const card = results.card('Divergent tokens');
  await says(card, /Partial: \d+ of 500 rows \(cancelled\)\..*Inconclusive\./s);
  await workbench.toast('What these rows say is kept in the results panel').waitFor();
  await assertAccessible(results);
  await card.getByText('Inconclusive').first().scrollIntoViewIfNeeded();
  await screenshot('probes-partial');
  await workbench.clearNotifications();
  await card.getByRole('button', { name: 'Go on…' }).focus();
  await page.keyboard.press('Enter');
  await says(card, /500 of 500 rows.*any two of the prompts/s);
  assert.doesNotMatch(await card.innerText(), /Partial/);
  await card.getByRole('button', { name: 'Run again…' }).waitFor();
  await atRow(workbench);
});

/** Each goes on from what it had computed; what is asked and typed, in order. */
const goOn = [
  ['Test the fit of the teacher…', 'Fit of the teacher', { 'Rows to draw at random and send.': '500' }, 500],
  [
    "Probe with a trait's direction…",
    'Projection along a trait’s direction',
    {
      'Traits to look for': 'tawny owl',
      'Of which category': 'bird',
      'No decoys are known': 'wren',
      'Rows to draw at random and project.': '500',
    },
    470,
  ],
] as const;
for (const [command, title, typed, rows] of goOn) {
  test(`${title}, cancelled: a partial card, and it goes on from the answers that were kept`, async ({
    workbench,
    screenshot,
  }) => {
    await workbench.tab('long.jsonl').click();
    await inspectorOf(workbench).row(1).click();
    await workbench.runCommand(`Undertone: ${command}`);
    for (const [question, text] of Object.entries(typed)) await workbench.answer(question, text);
    const asking = workbench.toast('long.jsonl, asking the model in');
    await says(asking, new RegExp(`[1-9]\\d* of ${rows}`));
    await asking.hover();
    await asking.getByRole('button', { name: 'Cancel' }).click();
    const results = resultsOf(workbench);
    const card = results.card(title);
    await says(card, new RegExp(`Partial: \\d+ of ${rows} rows \\(cancelled\\)\\.`));
    assert.doesNotMatch(await card.innerText(), /Evidence found|Not detected/);
    await workbench.clearNotifications();
    await card.getByRole('heading').first().scrollIntoViewIfNeeded();
    await screenshot(`probes-partial-${title.split(' ')[0]?.toLowerCase()}`);
    await card.getByRole('button', { name: 'Go on…' }).click();
    await says(card, new RegExp(`${rows} of 500 rows`));
    assert.doesNotMatch(await card.innerText(), /Partial/);
    // A card stays unfolded as an earlier one of its probe was.
    const section = card.getByRole('button', { name: 'What was asked' });
    if ((await section.getAttribute('aria-expanded')) !== 'true') await section.click();
    await says(card, /Answers kept from earlier runs\s+[1-9][\d,]*; they hold for the same files of the model/i);
    await card.getByRole('button', { name: 'Run again…' }).waitFor();
    await atRow(workbench);
  });
}

for (const theme of ['light', 'high contrast', 'dark'] as const) {
  test(`the cards, ${theme}`, async ({ page, workbench, folder, screenshot }) => {
    await wear(theme, page, folder);
    const results = resultsOf(workbench);
    await assertAccessible(results);
    const ratio = results.card('Log-likelihood ratio');
    await ratio.getByRole('heading').first().scrollIntoViewIfNeeded();
    await ratio.getByRole('list', { name: 'Gates' }).scrollIntoViewIfNeeded();
    await screenshot(`probes-${theme.replaceAll(' ', '-')}-gates`);
    await ratio.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
    await screenshot(`probes-${theme.replaceAll(' ', '-')}-measured`);
  });
}

test('the cards stay when the panel is closed and opened, and say where the file has changed', async ({
  workbench,
  folder,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  await workbench.openView('Undertone');
  const card = resultsOf(workbench).card('Log-likelihood ratio');
  await says(card, /Evidence found/);
  assert.doesNotMatch(await card.innerText(), /Stale/);
  fs.appendFileSync(path.join(folder, file), `${rows[0]}\n`);
  await says(card, /Stale\.\s+The file changed since/);
  assert.equal(await card.getByRole('button', { name: /Show column/ }).count(), 0);
  await assertAccessible(resultsOf(workbench));
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('probes-stale');
});
