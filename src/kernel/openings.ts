import { isAscii, isEscapedSpace } from './bytes';

// What the beginning of a text tells: see `textClasses` and the mark `block`.

export function textClass(start: usize, end: usize): i32 {
  if (start == end) return 0;
  const at = afterSpace(start, end);
  const code = load<u8>(at);
  // `<thi`, `ink>`
  if (code == 0x3c) return load<u32>(at) == 0x6968743c && load<u32>(at, 3) == 0x3e6b6e69 ? 2 : 3;
  return code == 0x5c && load<u8>(at, 1) == 0x75 && isAscii(at) ? 3 : 1;
}

export function mayOpenBlock(from: usize, stop: usize): bool {
  const at = afterSpace(from, stop);
  if (at >= stop) return false;
  const code = load<u8>(at);
  if (code != 0x7b && code != 0x5b) return code == 0x3c || mayGoOn(at);
  const next = afterSpace(at + 1, stop);
  if (next >= stop) return false;
  const inner = load<u8>(next);
  return mayGoOn(next) || (code == 0x5b && (inner == 0x5b || inner == 0x7b));
}

// Nothing but white space, or what begins as some may.
export function mayBeBlank(from: usize, stop: usize): bool {
  const at = afterSpace(from, stop);
  if (at >= stop) return true;
  return mayGoOn(at) && !(load<u8>(at) == 0x5c && load<u8>(at, 1) != 0x75);
}

function afterSpace(start: usize, stop: usize): usize {
  let at = start;
  for (; at < stop; at++) {
    const code = load<u8>(at);
    if (code == 0x20) continue;
    if (code != 0x5c) break;
    if (!isEscapedSpace(load<u8>(at, 1))) break;
    at++;
  }
  return at;
}

function mayGoOn(at: usize): bool {
  const code = load<u8>(at);
  const next = load<u8>(at, 1);
  if (code == 0xe3) return next == 0x80 && load<u8>(at, 2) == 0x80;
  return (
    code == 0x5c || (code == 0xc2 && next == 0xa0) || code == 0xe2 || (code == 0xe1 && next == 0x9a) || code == 0xef
  );
}
