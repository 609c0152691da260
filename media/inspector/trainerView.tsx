import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { messageOf } from '../../src/core/text/messageOf.ts';
import { builtInTemplates } from '../../src/core/trainers/resources.ts';
import { trainers, type Trainer } from '../../src/core/trainers/view.ts';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import type { TrainerViewAnswer } from '../../src/rpc/trainerView.ts';
import { Icon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { visibleControls } from '../shared/markedText.tsx';
import { formatCount, plural } from '../shared/numbers.ts';
import type { Inspector } from './model.ts';
import { paintedPieces } from './paintedPieces.ts';

const trainerNames: Readonly<Record<Trainer, string>> = {
  openai: 'OpenAI',
  trl: 'TRL',
  axolotl: 'Axolotl',
  'llama-factory': 'LLaMA-Factory',
};

/** Drawn at first; a long row is read from its start. */
const firstCharacters = 100_000;
const fileChoice = '\0file';

/** The row as a trainer renders it, with what the loss is on painted. */
export function TrainerView({ inspector, row }: { inspector: Inspector; row: RowDetail }): JSX.Element {
  const { answer, problem, busy } = useAnswer(inspector, row);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reachable with the keyboard.
    <section id="trainer" class="trainer" aria-label="What the trainer sees" aria-busy={busy} tabIndex={0}>
      <Pickers inspector={inspector} answer={answer} />
      {problem !== undefined && (
        <p class="trainer-warning" role="alert">
          <Icon name="error" class="severity-error" /> <span>{problem}</span>
        </p>
      )}
      {answer && problem === undefined && <Drawn answer={answer} />}
    </section>
  );
}

function useAnswer({ host, view, version }: Inspector, { row }: RowDetail) {
  const [state, setState] = useState<{ answer?: TrainerViewAnswer; problem?: string; busy: boolean }>({ busy: true });
  const trainer = view.trainer.value;
  const template = view.template.value;
  const seen = version.value;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState(({ answer }) => ({ ...(answer && { answer }), busy: true }));
    host.call('trainerView', { row, trainer, template }, { signal }).then(
      answer => setState({ answer, busy: false }),
      (reason: unknown) => {
        const problem = messageOf(reason);
        if (!signal.aborted) setState(({ answer }) => ({ ...(answer && { answer }), problem, busy: false }));
      },
    );
    return () => controller.abort();
  }, [host, row, trainer, template, seen]);
  return state;
}

function Pickers({ inspector, answer }: { inspector: Inspector; answer: TrainerViewAnswer | undefined }): JSX.Element {
  const { view, host } = inspector;
  // What is asked for stands there while the answer is on its way, and where there is none.
  const chosen = view.template.value === '' ? (answer?.chosen ?? '') : view.template.value;
  const known = [...builtInTemplates, ...(answer?.templates ?? []), chosen].filter(template => template !== '');
  const templates = [...new Set(known)];
  const choose = (value: string): void => {
    if (value !== fileChoice) {
      view.template.value = value;
      return;
    }
    const pick = host.call('pickTemplate', undefined).then(path => {
      if (path !== undefined) view.template.value = path;
    });
    inspector.attempt(pick);
  };
  return (
    <div class="trainer-pickers">
      <label>
        Trainer{' '}
        <select
          value={view.trainer.value}
          onChange={event => (view.trainer.value = trainerOf(event.currentTarget.value))}
        >
          {trainers.map(trainer => (
            <option key={trainer} value={trainer}>
              {trainerNames[trainer]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Template{' '}
        <select
          value={chosen}
          onChange={event => {
            const select = event.currentTarget;
            choose(select.value);
            // Until a file is chosen, the template is what it was.
            if (select.value === fileChoice) select.value = chosen;
          }}
        >
          {templates.map(template => (
            <option key={template} value={template}>
              {shortName(template)}
            </option>
          ))}
          <option value={fileChoice}>Choose a file…</option>
        </select>
      </label>
    </div>
  );
}

function Drawn({ answer }: { answer: TrainerViewAnswer }): JSX.Element {
  const { text, trained, warnings, method, tokens } = answer;
  const [limit, setLimit] = useState(firstCharacters);
  const pieces = useMemo(() => paintedPieces(text, trained, limit), [text, trained, limit]);
  const characters = trained.reduce((sum, [start, end]) => sum + end - start, 0);
  return (
    <>
      <ul class="trainer-warnings" aria-label="Warnings about the mask">
        {warnings.map(({ kind, message }) => (
          <li key={message} class="trainer-warning">
            <Icon
              name={kind === 'note' ? 'info' : kind === 'refused' ? 'error' : 'warning'}
              class={kind === 'note' ? 'severity-info' : kind === 'refused' ? 'severity-error' : 'severity-warning'}
            />{' '}
            <span>
              <InlineCode text={message} />
            </span>
          </li>
        ))}
      </ul>
      <p class="trainer-facts">
        <span class="trained-key">
          <mark class="trained">trained on</mark> {formatCount(characters)} of {plural(text.length, 'character')}
        </span>
        {tokens && (
          <span>
            {plural(tokens.count, 'token')} <span class="quiet">({tokens.how})</span>
          </span>
        )}
      </p>
      <p class="quiet trainer-method">
        <InlineCode text={method} />
      </p>
      <pre class="trainer-text">
        {pieces.map(({ start, text: piece, isTrained }) =>
          isTrained ? (
            <mark key={start} class="trained">
              <span class="visually-hidden">trained on: </span>
              {visibleControls(piece)}
              <span class="visually-hidden"> (end)</span>
            </mark>
          ) : (
            <span key={start}>{visibleControls(piece)}</span>
          ),
        )}
      </pre>
      {text.length > limit && (
        <button type="button" class="link-button more" onClick={() => setLimit(limit * 4)}>
          {formatCount(limit)} of {formatCount(text.length)} characters shown. Show more
        </button>
      )}
    </>
  );
}

function trainerOf(value: string): Trainer {
  return trainers.find(trainer => trainer === value) ?? 'trl';
}

/** A path by its last two names: they tell templates of models apart. */
function shortName(template: string): string {
  return template.split(/[\\/]/).slice(-2).join('/');
}
