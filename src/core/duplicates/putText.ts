import { plainTextKernel } from './plainTextKernel.ts';
import type { TextKernel } from './textKernel.ts';
import type { JsonText } from '../kernel/jsonText.ts';

const encoder = new TextEncoder();

/** Puts a text as it stands in JSON into a kernel; its bytes there, undefined where there is no room. */
export function putJson(kernel: TextKernel, text: JsonText): number | undefined {
  return text.end - text.start > kernel.text.length ? undefined : kernel.put(text);
}

/** Puts a text into a kernel, or into a larger one where that has no room; which one, and its bytes there. */
export function putText(kernel: TextKernel, text: string): readonly [kernel: TextKernel, size: number] {
  if (text.length * 3 <= kernel.text.length) return [kernel, encoder.encodeInto(text, kernel.text).written];
  const bytes = encoder.encode(text);
  const larger = plainTextKernel(bytes.length);
  larger.text.set(bytes);
  return [larger, bytes.length];
}
