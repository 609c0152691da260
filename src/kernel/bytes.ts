// An escape from \u0000 to \u007f.
export function isAscii(at: usize): bool {
  return load<u8>(at, 2) == 0x30 && load<u8>(at, 3) == 0x30 && load<u8>(at, 4) < 0x38;
}

export function isHex(at: usize): bool {
  const code = load<u8>(at);
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}

export function isDigit(code: u8): bool {
  return code >= 0x30 && code <= 0x39;
}

// Of a letter after a backslash: \n \t \r \f.
export function isEscapedSpace(letter: u8): bool {
  return letter == 0x6e || letter == 0x74 || letter == 0x72 || letter == 0x66;
}
