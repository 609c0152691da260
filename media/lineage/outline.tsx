import type { JSX } from 'preact';
import { nodeKinds } from '../../src/core/provenance/graph/graph.ts';
import type { LineageLayout } from '../../src/core/provenance/graph/layout.ts';
import { SeverityIcon } from '../shared/icons.tsx';
import type { Lineage } from './model.ts';

/** The same graph in words, in reading order. */
export function Outline({ lineage, layout }: { lineage: Lineage; layout: LineageLayout }): JSX.Element {
  const { nodes, edges } = layout;
  const sorted = nodes.toSorted((a, b) => a.layer - b.layer || a.box.y - b.box.y);
  const nameOf = (id: string): string => nodes.find(node => node.id === id)?.label ?? id;
  return (
    <section class="outline" aria-labelledby="outline-title">
      <h2 id="outline-title">The graph in words</h2>
      <ol>
        {sorted.map(({ id, kind, label, warnings }) => (
          <li key={id}>
            <button type="button" class="link-button" onClick={() => (lineage.selected.value = id)}>
              {nodeKinds[kind]}: {label}
            </button>
            <ul>
              {warnings.map(({ check, title, severity, message }) => (
                <li key={`${check} ${message}`}>
                  <SeverityIcon severity={severity} /> {title}
                </li>
              ))}
              {edges
                .filter(({ from }) => from === id)
                .map(edge => (
                  <li key={edge.id}>
                    {edge.label} {nameOf(edge.to)}
                    {edge.warnings.map(({ check, title, severity, message }) => (
                      <button
                        key={`${check} ${message}`}
                        type="button"
                        class="link-button warned"
                        onClick={() => (lineage.selected.value = edge.id)}
                      >
                        <SeverityIcon severity={severity} /> {title}
                      </button>
                    ))}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
