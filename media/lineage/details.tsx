import type { JSX } from 'preact';
import { nodeKinds } from '../../src/core/provenance/graph/graph.ts';
import type { GraphDetail, GraphWarning } from '../../src/core/provenance/graph/graph.ts';
import type { LineageLayout } from '../../src/core/provenance/graph/layout.ts';
import { fileName } from '../../src/core/text/fileName.ts';
import { SeverityIcon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { plural } from '../shared/numbers.ts';
import type { Lineage } from './model.ts';

interface Props {
  readonly lineage: Lineage;
  readonly layout: LineageLayout;
}

/** What is known of the node or edge that was chosen last, and where it was read. */
export function Details({ lineage, layout }: Props): JSX.Element | null {
  const id = lineage.selected.value;
  const node = layout.nodes.find(one => one.id === id);
  const edge = layout.edges.find(one => one.id === id);
  const nameOf = (other: string): string => layout.nodes.find(one => one.id === other)?.label ?? other;
  if (!node && !edge) return null;
  const [kind, title] = node
    ? [nodeKinds[node.kind], node.label]
    : [edge?.label ?? '', `${nameOf(edge?.from ?? '')} → ${nameOf(edge?.to ?? '')}`];
  const { warnings = [], details = [] } = node ?? edge ?? {};
  return (
    <section class="details" aria-live="polite" aria-labelledby="details-title">
      <p class="quiet">{kind}</p>
      <h2 id="details-title">{title}</h2>
      {warnings.map(warning => (
        <Warning key={`${warning.check} ${warning.message}`} warning={warning} lineage={lineage} />
      ))}
      {details.length > 0 && (
        <dl>
          {details.map((detail, at) => (
            <DetailLine key={at} detail={detail} lineage={lineage} />
          ))}
        </dl>
      )}
      {node && warnings.length === 0 && details.length === 0 && <p class="quiet">Nothing else is known of it.</p>}
    </section>
  );
}

function Warning({ warning, lineage }: { warning: GraphWarning; lineage: Lineage }): JSX.Element {
  const { check, title, severity, message } = warning;
  const about = (): void => lineage.attempt(lineage.host.call('openDocumentation', { check }));
  return (
    <div class="warning">
      <SeverityIcon severity={severity} />
      <div>
        <p>
          <strong>{title}</strong> <span class="quiet">{severity}</span>
        </p>
        <p>
          <InlineCode text={message} />
        </p>
        <button type="button" class="link-button" onClick={about}>
          About this check
        </button>
      </div>
    </div>
  );
}

function DetailLine({ detail, lineage }: { detail: GraphDetail; lineage: Lineage }): JSX.Element {
  const { label, text, origin, url } = detail;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {url === undefined ? <InlineCode text={text} /> : <a href={url}>{text}</a>}
        {origin?.kind === 'rows' && (
          <span class="quiet">
            {' '}
            in {plural(origin.rows, 'row')}, field <code>{origin.field}</code>
          </span>
        )}
        {origin?.kind === 'file' && (
          <>
            {' '}
            <button
              type="button"
              class="link-button"
              onClick={() => lineage.attempt(lineage.host.call('openFile', { path: origin.path, line: origin.line }))}
            >
              {fileName(origin.path)}:{origin.line}
            </button>
          </>
        )}
      </dd>
    </div>
  );
}
