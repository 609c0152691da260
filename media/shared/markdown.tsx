import MarkdownIt from 'markdown-it';
import { createElement } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { segmentsOf } from './marks.ts';
import type { Mark } from './marks.ts';
import { MarkOf, visibleControls } from './markedText.tsx';

interface Props {
  readonly source: string;
  readonly marks?: readonly Mark[];
  /** Draws a block of code whose language the text names. */
  renderCode?(code: string, language: string): ComponentChildren;
}

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

/** Line breaks are kept: a reader of training data wants to see them. */
const parser = new MarkdownIt({ html: false, linkify: false, breaks: true });

/** Markdown's names of the elements whose names in HTML differ. */
const elements: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
};
const asNamed = new Set(['blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong', 'em', 's']);

/** Markdown drawn as elements, never as HTML text. Links are inert, images stay unloaded, headings do not join the page's. */
export function Markdown({ source, marks = [], renderCode }: Props): JSX.Element {
  const sentinels = marks.length > 0 ? freeSentinels(source) : undefined;
  const segments = segmentsOf(source.length, marks).filter(segment => segment.marks.length > 0);
  const text = sentinels ? withSentinels(source, segments, sentinels) : source;
  const painter = createPainter(
    segments.map(segment => segment.marks),
    sentinels,
    renderCode,
  );
  return <div class="markdown">{painter(parser.parse(text, {}))}</div>;
}

interface Sentinels {
  readonly open: string;
  readonly close: string;
}

/** Two characters that stand for nothing in Unicode and are not in the text, to carry the marks' places through the parser. */
function freeSentinels(source: string): Sentinels | undefined {
  const free: string[] = [];
  for (let code = 0xfdd0; code <= 0xfdef && free.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!source.includes(character)) free.push(character);
  }
  const [open, close] = free;
  return open !== undefined && close !== undefined ? { open, close } : undefined;
}

const lineStart = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+|(?:```|~~~)[^\n]*\n|\|)?/;

/** A mark at the start of a line begins after the list marker, which must stay in front to be one. */
function withSentinels(
  source: string,
  segments: readonly { start: number; end: number }[],
  { open, close }: Sentinels,
): string {
  let text = '';
  let at = 0;
  for (const { start, end } of segments) {
    const atLineStart = start === 0 || source.charAt(start - 1) === '\n';
    const skipped = atLineStart ? (lineStart.exec(source.slice(start, end))?.[0].length ?? 0) : 0;
    text += `${source.slice(at, start + skipped)}${open}${source.slice(start + skipped, end)}${close}`;
    at = end;
  }
  return text + source.slice(at);
}

type Painter = (tokens: readonly Token[]) => ComponentChildren[];

function createPainter(
  marks: readonly (readonly Mark[])[],
  sentinels: Sentinels | undefined,
  renderCode: Props['renderCode'],
): Painter {
  let opened = 0;
  let inside = false;

  const words = (content: string): ComponentChildren => {
    if (!sentinels) return visibleControls(content);
    return content.split(new RegExp(`([${sentinels.open}${sentinels.close}])`)).map((piece, index) => {
      if (piece === sentinels.open) opened++;
      if (piece === sentinels.open || piece === sentinels.close) {
        inside = piece === sentinels.open;
        return undefined;
      }
      if (piece === '') return undefined;
      return (
        <MarkOf key={index} marks={inside ? (marks[opened - 1] ?? []) : []}>
          {visibleControls(piece)}
        </MarkOf>
      );
    });
  };

  const bare = (text: string): string =>
    sentinels ? text.replaceAll(sentinels.open, '').replaceAll(sentinels.close, '') : text;

  const code = (token: Token): ComponentChildren => {
    const language = bare(token.info).trim().split(/\s/)[0] ?? '';
    const plain = inside || (sentinels !== undefined && bare(token.content) !== token.content);
    const content = plain || !renderCode ? words(token.content) : renderCode(token.content, language);
    return (
      <pre class="code">
        <code>{content}</code>
      </pre>
    );
  };

  const leaf = (token: Token): ComponentChildren => {
    if (token.type === 'inline') return paint(token.children ?? []);
    if (token.type === 'fence' || token.type === 'code_block') return code(token);
    if (token.type === 'code_inline') return <code>{words(token.content)}</code>;
    if (token.type === 'hardbreak' || token.type === 'softbreak') return <br />;
    if (token.type === 'hr') return <hr />;
    if (token.type === 'image') return <Image source={bare(attribute(token, 'src'))} text={bare(token.content)} />;
    return words(token.content);
  };

  const paint: Painter = tokens => {
    const open: { readonly token: Token; readonly children: ComponentChildren[] }[] = [];
    const top: ComponentChildren[] = [];
    for (const token of tokens) {
      if (token.nesting === 1) {
        open.push({ token, children: [] });
        continue;
      }
      const closed = token.nesting === -1 ? open.pop() : undefined;
      const node = closed ? wrap(closed.token, closed.children, bare) : leaf(token);
      (open.at(-1)?.children ?? top).push(node);
    }
    return top;
  };
  return paint;
}

function wrap(token: Token, children: ComponentChildren[], bare: (text: string) => string): ComponentChildren {
  if (token.hidden) return <>{children}</>;
  const kind = token.type.replace(/_open$/, '');
  if (kind === 'heading') return <div class={`heading heading-${token.tag}`}>{children}</div>;
  if (kind === 'link') {
    return (
      <span class="link" title={bare(attribute(token, 'href'))}>
        {children}
      </span>
    );
  }
  const start = kind === 'ordered_list' ? token.attrGet('start') : null;
  return createElement(
    elements[kind] ?? (asNamed.has(kind) ? kind : 'div'),
    start === null ? {} : { start },
    ...children,
  );
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

function Image({ source, text }: { source: string; text: string }): JSX.Element {
  return (
    <span class="placeholder" title={source}>
      {text === '' ? 'image, not loaded' : `${text} (image, not loaded)`}
    </span>
  );
}
