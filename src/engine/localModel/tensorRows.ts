import type { Tensor } from 'onnxruntime-common';

/** The last axis of a tensor, row by row, in single precision whatever the model computes in. */
export interface TensorRows {
  readonly count: number;
  readonly width: number;
  /** Not to be written to: it may be the tensor's own memory. */
  row(at: number): Float32Array;
}

/** What can be read, and fed as keys and values. */
export type FloatType = 'float32' | 'float16';

export function isFloatType(type: string): type is FloatType {
  return type === 'float32' || type === 'float16';
}

/** Of a tensor in float32 or float16. */
export function tensorRows({ type, data, dims }: Pick<Tensor, 'type' | 'data' | 'dims'>): TensorRows {
  const width = dims.at(-1) ?? 0;
  const count = width === 0 ? 0 : data.length / width;
  if (type !== 'float16') {
    const values = data as Float32Array;
    return { count, width, row: at => values.subarray(at * width, (at + 1) * width) };
  }
  // A Float16Array where the JavaScript engine has it, a Uint16Array otherwise: the same bits.
  const { buffer, byteOffset, length } = data as Uint16Array;
  const bits = new Uint16Array(buffer, byteOffset, length);
  return {
    count,
    width,
    row: at => Float32Array.from(bits.subarray(at * width, (at + 1) * width), half => singles[half] ?? NaN),
  };
}

/** The number that each pattern of 16 bits stands for. IEEE 754, binary16. */
const singles = Float32Array.from({ length: 2 ** 16 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
});
