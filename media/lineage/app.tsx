import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { LineageState } from '../../src/rpc/lineage.ts';
import { Icon } from '../shared/icons.tsx';
import { Risk } from '../shared/risk.tsx';
import { Details } from './details.tsx';
import { selfContained } from './exportSvg.ts';
import type { Lineage } from './model.ts';
import { Outline } from './outline.tsx';
import { Picture } from './picture.tsx';

export function App({ lineage }: { lineage: Lineage }): JSX.Element {
  const { state, problem } = lineage;
  return (
    <div class="lineage-page">
      {problem.value !== undefined && (
        <p class="message" role="alert">
          <Icon name="error" class="severity-error" /> {problem.value}
        </p>
      )}
      {state.value && <Page lineage={lineage} state={state.value} />}
    </div>
  );
}

function Page({ lineage, state }: { lineage: Lineage; state: LineageState }): JSX.Element {
  const picture = useRef<SVGSVGElement>(null);
  const save = (): void => {
    const drawn = picture.current;
    if (!drawn) return;
    const svg = selfContained(drawn, `Lineage of ${state.dataset.name}`);
    lineage.attempt(lineage.host.call('exportSvg', { svg }));
  };
  return (
    <>
      <Head lineage={lineage} state={state} save={save} />
      <main class="body">
        <Picture lineage={lineage} layout={state.layout} picture={picture} name={state.dataset.name} />
        <aside class="side" aria-label="Details" tabIndex={-1}>
          <Details lineage={lineage} layout={state.layout} />
          <Outline lineage={lineage} layout={state.layout} />
        </aside>
      </main>
    </>
  );
}

function Head({ lineage, state, save }: { lineage: Lineage; state: LineageState; save(): void }): JSX.Element {
  const { dataset, risk, checked } = state;
  return (
    <header class="head">
      <h1>
        Lineage of{' '}
        <button type="button" class="link-button" title="Open in inspector" onClick={() => lineage.run('openDataset')}>
          {dataset.name}
        </button>
      </h1>
      <Risk risk={risk} stale={checked === 'stale'} />
      {checked === 'none' && <p class="quiet">No rule has judged this yet.</p>}
      {checked === 'running' && <p class="quiet">Checking…</p>}
      <div class="actions">
        {checked !== 'done' && checked !== 'running' && (
          <button type="button" class="secondary" onClick={() => lineage.run('runChecks')}>
            Run checks
          </button>
        )}
        <button type="button" class="secondary" onClick={() => lineage.run('recordProvenance')}>
          Record provenance…
        </button>
        <button type="button" class="secondary" onClick={() => lineage.run('setStudent')}>
          Set the student…
        </button>
        <button type="button" class="secondary" onClick={save}>
          Export as SVG…
        </button>
        <Zoom lineage={lineage} />
      </div>
    </header>
  );
}

const steps = [0.5, 0.75, 1, 1.25, 1.5, 2];

function Zoom({ lineage: { zoom } }: { lineage: Lineage }): JSX.Element {
  const now = zoom.value ?? 1;
  return (
    <fieldset class="zoom">
      <legend class="visually-hidden">Size of the picture</legend>
      <button type="button" class="secondary" onClick={() => (zoom.value = steps.findLast(step => step < now) ?? now)}>
        <span aria-hidden="true">−</span>
        <span class="visually-hidden">Smaller</span>
      </button>
      <button
        type="button"
        class="secondary"
        aria-pressed={zoom.value === undefined}
        onClick={() => (zoom.value = undefined)}
      >
        Fit
      </button>
      <button type="button" class="secondary" onClick={() => (zoom.value = steps.find(step => step > now) ?? now)}>
        <span aria-hidden="true">+</span>
        <span class="visually-hidden">Larger</span>
      </button>
    </fieldset>
  );
}
