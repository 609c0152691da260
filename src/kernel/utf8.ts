// "Validating UTF-8 In Less Than One Instruction Per Byte", Keiser and Lemire 2021: bits of three tables meet where two bytes may not
// follow each other.

const FIRST_HIGH: usize = memory.data<u8>([2, 2, 2, 2, 2, 2, 2, 2, 128, 128, 128, 128, 33, 1, 21, 73]);
const FIRST_LOW: usize = memory.data<u8>([
  231, 163, 131, 131, 139, 203, 203, 203, 203, 203, 203, 203, 203, 219, 203, 203,
]);
const SECOND_HIGH: usize = memory.data<u8>([1, 1, 1, 1, 1, 1, 1, 1, 230, 174, 186, 186, 1, 1, 1, 1]);
const HALF: usize = memory.data<u8>([15]);
const THIRD: usize = memory.data<u8>([0x60]);
const FOURTH: usize = memory.data<u8>([0x70]);
const TOP: usize = memory.data<u8>([128]);

// Of sixteen bytes those that may not stand after the ones before them.
export function faultsAt(at: usize): v128 {
  const half = v128.load8_splat(HALF);
  const bytes = v128.load(at);
  const before = v128.load(at - 1);
  const wrong = v128.and(
    v128.and(
      i8x16.swizzle(v128.load(FIRST_HIGH), v128.and(i16x8.shr_u(before, 4), half)),
      i8x16.swizzle(v128.load(FIRST_LOW), v128.and(before, half)),
    ),
    i8x16.swizzle(v128.load(SECOND_HIGH), v128.and(i16x8.shr_u(bytes, 4), half)),
  );
  // Where a third or fourth byte must stand, and only there, one may go on.
  const goesOn = v128.and(
    v128.or(
      i8x16.sub_sat_u(v128.load(at - 2), v128.load8_splat(THIRD)),
      i8x16.sub_sat_u(v128.load(at - 3), v128.load8_splat(FOURTH)),
    ),
    v128.load8_splat(TOP),
  );
  return i8x16.ne(v128.xor(wrong, goesOn), i8x16.splat(0));
}
