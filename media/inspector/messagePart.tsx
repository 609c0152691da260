import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { MessagePart } from '../../src/core/dataset/example.ts';
import { splitReasoning } from '../../src/core/dataset/reasoning.ts';
import type { Finding } from '../../src/core/findings/finding.ts';
import { prettyTokens } from '../../src/core/json/pretty.ts';
import { formatPath } from '../../src/core/json/value.ts';
import type { MarkedPlace } from '../../src/rpc/inspector.ts';
import { Icon } from '../shared/icons.tsx';
import { Markdown } from '../shared/markdown.tsx';
import { MarkedText } from '../shared/markedText.tsx';
import { marksOf, marksWithin, scoredMarks } from '../shared/marks.ts';
import type { Mark } from '../shared/marks.ts';
import { formatCount, plural } from '../shared/numbers.ts';
import { renderCode } from './code.tsx';

export type TextMode = 'markdown' | 'plain';

/** Some 30 ms of Markdown; longer texts are shown plain, and say so. */
const longestMarkdown = 100_000;

interface Props {
  readonly part: MessagePart;
  readonly findings: readonly Finding[];
  readonly marked: readonly MarkedPlace[];
  readonly mode: TextMode;
}

export function MessagePartView({ part, findings, marked, mode }: Props): JSX.Element {
  const field = formatPath(part.path);
  return (
    <div class={`part part-${part.kind}`} data-field={field}>
      {part.kind === 'media' ? (
        <p class="placeholder" title={part.media}>
          <Icon name="media" /> {part.media}, not loaded
        </p>
      ) : (
        <TextPartView
          part={part}
          mode={mode}
          marks={[...marksOf(findings, field, part.text.length), ...scoredMarks(marked, field)]}
        />
      )}
    </div>
  );
}

interface TextProps {
  readonly part: Exclude<MessagePart, { kind: 'media' }>;
  readonly mode: TextMode;
  readonly marks: readonly Mark[];
}

function TextPartView({ part, mode, marks }: TextProps): JSX.Element {
  const { kind, text } = part;
  if (kind === 'tool-call') return <ToolCall name={part.name} text={text} marks={marks} />;
  if (kind === 'reasoning') return <Reasoning text={text} mode={mode} marks={marks} closed />;
  if (text === '') return <p class="quiet">Empty text</p>;
  return (
    <>
      {splitReasoning(text).map(piece => {
        const own = {
          text: text.slice(piece.start, piece.end),
          mode,
          marks: marksWithin(marks, piece.start, piece.end),
        };
        if (piece.kind === 'reasoning') return <Reasoning key={piece.start} {...own} closed={piece.closed} />;
        return <Text key={piece.start} {...own} />;
      })}
    </>
  );
}

interface PieceProps {
  readonly text: string;
  readonly mode: TextMode;
  readonly marks: readonly Mark[];
}

function Text({ text, mode, marks }: PieceProps): JSX.Element {
  const tooLong = mode === 'markdown' && text.length > longestMarkdown;
  const content = useMemo(
    () =>
      mode === 'markdown' && !tooLong ? (
        <Markdown source={text} marks={marks} renderCode={renderCode} />
      ) : (
        <div class="plain">
          <MarkedText text={text} marks={marks} />
        </div>
      ),
    // The marks are made anew on each drawing, whether they changed or not.
    [text, mode, JSON.stringify(marks)],
  );
  return (
    <>
      {tooLong && <p class="quiet">Shown plain: longer than {formatCount(longestMarkdown)} characters.</p>}
      {content}
    </>
  );
}

/** Folded away on demand: it is read less often than the answer. */
function Reasoning({ text, mode, marks, closed }: PieceProps & { closed: boolean }): JSX.Element {
  return (
    <details class="reasoning" open>
      <summary>
        Reasoning{' '}
        <span class="quiet">
          {plural(text.length, 'character')}
          {closed ? '' : ', never closed'}
        </span>
      </summary>
      <Text
        text={text.trim() === text || mode === 'plain' || marks.length > 0 ? text : text.trim()}
        mode={mode}
        marks={marks}
      />
    </details>
  );
}

function ToolCall({ name, text, marks }: { name: string; text: string; marks: readonly Mark[] }): JSX.Element {
  const tokens = useMemo(() => prettyTokens(text, { indent: 2 }), [text]);
  return (
    <>
      <p class="tool-name">
        <Icon name="tool" /> {name === '' ? 'tool call' : name}
      </p>
      <pre class="code">
        {marks.length > 0 ? (
          <MarkedText text={text} marks={marks} />
        ) : (
          tokens.map(({ kind, text: piece }, index) => (
            <span key={index} class={`json-${kind}`}>
              {piece}
            </span>
          ))
        )}
      </pre>
    </>
  );
}
