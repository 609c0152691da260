import { useEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The inner size of an element (px), followed as it changes. */
export function useSize(target: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return size;
}
