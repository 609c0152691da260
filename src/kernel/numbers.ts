import { isDigit, isEscapedSpace } from './bytes';
import { LIMITS } from './memory';

// 0 where no number stands there.
export function skipNumber(start: usize): usize {
  let at = load<u8>(start) == 0x2d ? start + 1 : start;
  const digits = skipDigits(at);
  if (digits == at || (load<u8>(at) == 0x30 && digits > at + 1)) return 0;
  at = digits;
  if (load<u8>(at) == 0x2e) {
    const fraction = skipDigits(at + 1);
    if (fraction == at + 1) return 0;
    at = fraction;
  }
  if ((load<u8>(at) | 0x20) != 0x65) return at;
  const sign = load<u8>(at, 1) == 0x2b || load<u8>(at, 1) == 0x2d ? at + 2 : at + 1;
  const exponent = skipDigits(sign);
  return exponent == sign ? 0 : exponent;
}

// What follows a text is a quote, so no digit runs past its end.
function skipDigits(start: usize): usize {
  let at = start;
  while (isDigit(load<u8>(at))) at++;
  return at;
}

const MOST_DIGITS: usize = 15;

export function isPlainList(from: usize, stop: usize): bool {
  let start = from;
  let end = stop;
  if (load<u8>(end - 1) == 0x2e) end--;
  const first = load<u8>(start);
  const last: u8 = first == 0x5b ? 0x5d : first == 0x28 ? 0x29 : 0;
  if (last != 0 && end - start >= 2 && load<u8>(end - 1) == last) {
    start++;
    end--;
  }
  const separator = min(skipDigits(start), end);
  const length = separatorEnd(separator, end) - separator;
  const maxCount = load<f64>(LIMITS, 16);
  let count: f64 = 0;
  let at = start;
  while (true) {
    const digits = min(skipDigits(at), end);
    if (++count > maxCount || !isWithin(at, digits)) return false;
    if (digits == end) return true;
    if (length == 0) return false;
    for (let i: usize = 0; i < length; i++) {
      if (digits + i >= end || load<u8>(digits + i) != load<u8>(separator + i)) return false;
    }
    at = digits + length;
  }
}

function isWithin(from: usize, stop: usize): bool {
  if (from == stop || stop - from > MOST_DIGITS) return false;
  let value: f64 = 0;
  for (let at = from; at < stop; at++) value = value * 10 + <f64>(load<u8>(at) - 0x30);
  return value >= load<f64>(LIMITS) && value <= load<f64>(LIMITS, 8);
}

// Where white space with at most one comma or semicolon among it ends.
function separatorEnd(start: usize, stop: usize): usize {
  let marks = 0;
  for (let at = start; at < stop; at++) {
    const code = load<u8>(at);
    if (code == 0x5c && isEscapedSpace(load<u8>(at, 1))) at++;
    else if (code == 0x2c || code == 0x3b) marks++;
    else if (code != 0x20) return at;
    if (marks > 1) return at;
  }
  return stop;
}
