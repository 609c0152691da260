import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import type { Finder } from './finder.ts';

/** Painted at most: enough for every screen, few enough to be quick. */
const mostRanges = 2000;
const name = 'found';

/** Paints the text that is searched for, without touching the elements it stands in. */
export function useHighlight(target: RefObject<HTMLElement | null>, finder: Finder, row: RowDetail | undefined): void {
  const text = finder.text.value;
  const caseSensitive = finder.caseSensitive.value;
  useEffect(() => {
    const element = target.current;
    if (!element || text === '') {
      CSS.highlights.delete(name);
      return;
    }
    const paint = (): void => void CSS.highlights.set(name, new Highlight(...rangesOf(element, text, caseSensitive)));
    const observer = new MutationObserver(paint);
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    paint();
    return () => observer.disconnect();
  }, [target, text, caseSensitive, row]);
}

function rangesOf(element: HTMLElement, wanted: string, caseSensitive: boolean): Range[] {
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const needle = fold(wanted);
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && ranges.length < mostRanges; node = walker.nextNode()) {
    const text = fold(node.nodeValue ?? '');
    // Lower case can be longer than what it folds; then places would not fit.
    if (text.length !== node.nodeValue?.length) continue;
    for (
      let at = text.indexOf(needle);
      at !== -1 && ranges.length < mostRanges;
      at = text.indexOf(needle, at + needle.length)
    ) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + needle.length);
      ranges.push(range);
    }
  }
  return ranges;
}
