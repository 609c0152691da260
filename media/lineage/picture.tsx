/* oxlint-disable jsx-a11y/prefer-tag-over-role -- A picture has no element for a group or a button. */
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { nodeKinds } from '../../src/core/provenance/graph/graph.ts';
import type { GraphWarning } from '../../src/core/provenance/graph/graph.ts';
import type { LineageLayout, PlacedEdge, PlacedNode } from '../../src/core/provenance/graph/layout.ts';
import { severities } from '../../src/core/findings/finding.ts';
import type { Severity } from '../../src/core/findings/finding.ts';
import { plural } from '../shared/numbers.ts';
import type { Lineage } from './model.ts';
import { idOf, neighbour, partsOf } from './navigate.ts';
import type { Direction } from './navigate.ts';
import { wrap } from './wrap.ts';

interface Props {
  readonly lineage: Lineage;
  readonly layout: LineageLayout;
  readonly picture: RefObject<SVGSVGElement | null>;
  readonly name: string;
}

const smallest = 0.6;

/** The graph. Every node, and every edge with warnings, is a button; arrow keys lead along the edges. */
export function Picture({ lineage, layout, picture, name }: Props): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const fit = room === 0 ? 1 : Math.min(1, Math.max(smallest, room / layout.width));
  const scale = lineage.zoom.value ?? fit;
  const { width, height } = layout;
  return (
    <div class="picture" ref={frame}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Arrow keys lead from one of its buttons to another. */}
      <svg
        ref={picture}
        viewBox={`0 0 ${width} ${height}`}
        width={width * scale}
        height={height * scale}
        role="group"
        aria-label={`Lineage of ${name}. Tab goes through it, arrow keys along its edges.`}
        onKeyDown={event => move(event, lineage, layout)}
      >
        <g aria-hidden="true">
          {layout.edges.map(edge => (
            <EdgeLine key={edge.id} edge={edge} selected={lineage.selected.value === edge.id} />
          ))}
        </g>
        {partsOf(layout).map(part =>
          'node' in part ? (
            <NodeButton key={idOf(part)} node={part.node} lineage={lineage} layout={layout} />
          ) : (
            <EdgeButton key={idOf(part)} edge={part.edge} lineage={lineage} layout={layout} />
          ),
        )}
      </svg>
    </div>
  );
}

/** 0 until it is drawn. */
function useWidth(element: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return width;
}

const arrows: Readonly<Partial<Record<string, Direction>>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function move(event: KeyboardEvent, { selected }: Lineage, layout: LineageLayout): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof SVGElement) || !(currentTarget instanceof SVGElement)) return;
  const id = target.dataset['part'];
  if (id === undefined) return;
  const direction = arrows[key];
  if (direction === undefined && key !== 'Enter' && key !== ' ') return;
  event.preventDefault();
  const next = direction === undefined ? id : neighbour(layout, id, direction);
  if (next === undefined) return;
  selected.value = next;
  for (const part of currentTarget.querySelectorAll<SVGElement>('[data-part]')) {
    if (part.dataset['part'] !== next) continue;
    part.focus();
    part.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

interface ButtonProps {
  readonly lineage: Lineage;
  readonly layout: LineageLayout;
}

function NodeButton({ node, lineage, layout }: ButtonProps & { readonly node: PlacedNode }): JSX.Element {
  const { id, kind, label, unknown, box, warnings } = node;
  const { x, y, width, height } = box;
  const lines = wrap(label, 22);
  const round = kind === 'model' || kind === 'teacher' || kind === 'student' || kind === 'judge' ? 14 : 3;
  const select = (): void => void (lineage.selected.value = id);
  return (
    <g
      class={`node kind-${kind}`}
      data-unknown={unknown}
      data-selected={lineage.selected.value === id}
      data-part={id}
      role="button"
      tabindex={0}
      aria-label={nodeLabel(node, layout)}
      aria-pressed={lineage.selected.value === id}
      onClick={select}
      onFocus={select}
    >
      <rect class="shape" x={x} y={y} width={width} height={height} rx={round} />
      <rect class="focus-ring" x={x - 4} y={y - 4} width={width + 8} height={height + 8} rx={round + 4} />
      <text class="kind" x={x + 14} y={y + 17}>
        {nodeKinds[kind]}
      </text>
      {lines.map((line, at) => (
        <text key={at} class="label" x={x + 14} y={y + (lines.length === 1 ? 39 : 34 + at * 16)}>
          {line}
        </text>
      ))}
      {warnings.length > 0 && <Mark x={x + width - 18} y={y + 14} warnings={warnings} />}
    </g>
  );
}

function EdgeButton({ edge, lineage, layout }: ButtonProps & { readonly edge: PlacedEdge }): JSX.Element {
  const { id, mark, warnings } = edge;
  const select = (): void => void (lineage.selected.value = id);
  const [x, y] = [mark.x + mark.width / 2, mark.y + mark.height - 10];
  return (
    <g
      class="edge-mark"
      data-selected={lineage.selected.value === id}
      data-part={id}
      role="button"
      tabindex={0}
      aria-label={edgeLabel(edge, layout)}
      aria-pressed={lineage.selected.value === id}
      onClick={select}
      onFocus={select}
    >
      <rect class="focus-ring" x={x - 20} y={y - 13} width={40} height={26} rx={13} />
      <Mark x={x} y={y} warnings={warnings} />
    </g>
  );
}

/** A sign of the worst severity, and how many warnings there are. */
function Mark({ x, y, warnings }: { x: number; y: number; warnings: readonly GraphWarning[] }): JSX.Element {
  const severity = worstOf(warnings);
  const wide = warnings.length > 1;
  const shape =
    severity === 'warning' ? (
      <path class="sign" d={`M${x} ${y - 8}l8.4 14.6h-16.8z`} />
    ) : (
      <circle class="sign" cx={x} cy={y} r={8} />
    );
  return (
    <g class={`mark sign-${severity}`}>
      {shape}
      <text class="sign-text" x={x} y={y + (severity === 'warning' ? 5 : 4)}>
        {severity === 'info' ? 'i' : '!'}
      </text>
      {wide && (
        <text class="sign-count" x={x + 11} y={y + 4}>
          {warnings.length}
        </text>
      )}
    </g>
  );
}

function EdgeLine({ edge, selected }: { edge: PlacedEdge; selected: boolean }): JSX.Element {
  const { points, label, labelled, mark, warnings } = edge;
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const tone = warnings.length > 0 ? `tone-${worstOf(warnings)}` : '';
  return (
    <g class={`edge ${tone}`} data-selected={selected}>
      <path class="line" d={pathOf(points)} />
      <path class="tip" d={`M${end.x} ${end.y}l-9 -4.5v9z`} />
      {labelled && (
        <text class="edge-label" x={mark.x + mark.width / 2} y={mark.y + 11}>
          {label}
        </text>
      )}
    </g>
  );
}

function pathOf(points: PlacedEdge['points']): string {
  const [start, ...rest] = points;
  if (!start) return '';
  let path = `M${start.x} ${start.y}`;
  let from = start;
  rest.forEach((to, at) => {
    const middle = (from.x + to.x) / 2;
    // The last way ends before the tip of its arrow.
    const x = at === rest.length - 1 ? to.x - 6 : to.x;
    path += at % 2 === 0 ? `C${middle} ${from.y} ${middle} ${to.y} ${x} ${to.y}` : `L${to.x} ${to.y}`;
    from = to;
  });
  return path;
}

function worstOf(warnings: readonly GraphWarning[]): Severity {
  return severities.find(severity => warnings.some(warning => warning.severity === severity)) ?? 'info';
}

function nodeLabel({ id, kind, label, warnings }: PlacedNode, { nodes, edges }: LineageLayout): string {
  const name = (other: string): string => nodes.find(node => node.id === other)?.label ?? '';
  const leads = edges.filter(({ from }) => from === id).map(edge => `${edge.label} ${name(edge.to)}`);
  return [`${nodeKinds[kind]} ${label}`, ...leads, ...warned(warnings)].join(', ');
}

function edgeLabel({ from, to, label, warnings }: PlacedEdge, { nodes }: LineageLayout): string {
  const name = (id: string): string => nodes.find(node => node.id === id)?.label ?? '';
  return [`${name(from)} ${label} ${name(to)}`, ...warned(warnings)].join(', ');
}

function warned(warnings: readonly GraphWarning[]): string[] {
  if (warnings.length === 0) return [];
  return [`${plural(warnings.length, 'finding')}: ${warnings.map(({ title }) => title).join(', ')}`];
}
