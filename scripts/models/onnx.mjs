// Writes ONNX files: just the parts of the format that scripts/models needs. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** @typedef {{ type: 'float' | 'int64', dims: readonly number[], values: ArrayLike<number> }} Tensor */
/** @typedef {{ op: string, inputs: readonly string[], output: string, attributes?: Readonly<Record<string, number | readonly number[]>> }} Node */
/** @typedef {{ type: 'float' | 'float16' | 'int64' | 'bool', dims: readonly (string | number)[] }} Shape */

const elementTypes = { float: 1, int64: 7, bool: 9, float16: 10 };

/**
 * @param {{ name: string, nodes: readonly Node[], weights: Readonly<Record<string, Tensor>>, inputs: Readonly<Record<string, Shape>>, outputs: Readonly<Record<string, Shape>> }} graph
 * @returns {Buffer}
 */
export function onnxFile({ name, nodes, weights, inputs, outputs }) {
  const graph = Buffer.concat([
    ...nodes.map(each => field(1, node(each))),
    field(2, Buffer.from(name)),
    ...Object.entries(weights).map(([weight, tensor]) => field(5, tensorOf(weight, tensor))),
    ...Object.entries(inputs).map(([input, shape]) => field(11, valueInfo(input, shape))),
    ...Object.entries(outputs).map(([output, shape]) => field(12, valueInfo(output, shape))),
  ]);
  const opset = Buffer.concat([field(1, Buffer.from('')), number(2, 17)]);
  return Buffer.concat([number(1, 8), field(2, Buffer.from('undertone')), field(7, graph), field(8, opset)]);
}

/** @param {Node} node */
function node({ op, inputs, output, attributes = {} }) {
  return Buffer.concat([
    ...inputs.map(input => field(1, Buffer.from(input))),
    field(2, Buffer.from(output)),
    field(3, Buffer.from(output)),
    field(4, Buffer.from(op)),
    ...Object.entries(attributes).map(([name, value]) =>
      field(5, Buffer.concat([field(1, Buffer.from(name)), ...attribute(value)])),
    ),
  ]);
}

/** A whole number, or a list of them. @param {number | readonly number[]} value */
function attribute(value) {
  return typeof value === 'number'
    ? [number(3, value), number(20, 2)]
    : [...value.map(each => number(8, each)), number(20, 7)];
}

/** @param {string} name @param {Tensor} tensor */
function tensorOf(name, { type, dims, values }) {
  const raw =
    type === 'float'
      ? Buffer.from(Float32Array.from(values).buffer)
      : Buffer.from(BigInt64Array.from(Array.from(values), BigInt).buffer);
  return Buffer.concat([
    ...dims.map(dim => number(1, dim)),
    number(2, elementTypes[type]),
    field(8, Buffer.from(name)),
    field(9, raw),
  ]);
}

/** @param {string} name @param {Shape} shape */
function valueInfo(name, { type, dims }) {
  const dim = (/** @type {string | number} */ value) =>
    field(1, typeof value === 'number' ? number(1, value) : field(2, Buffer.from(value)));
  const shape = field(2, Buffer.concat(dims.map(dim)));
  const tensor = field(1, Buffer.concat([number(1, elementTypes[type]), shape]));
  return Buffer.concat([field(1, Buffer.from(name)), field(2, tensor)]);
}

/** @param {number} id @param {Buffer} bytes */
function field(id, bytes) {
  return Buffer.concat([varint((id << 3) | 2), varint(bytes.length), bytes]);
}

/** @param {number} id @param {number} value */
function number(id, value) {
  return Buffer.concat([varint(id << 3), varint(value)]);
}

/** @param {number} value */
function varint(value) {
  const bytes = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    const rest = left >> 7n;
    bytes.push(Number(left & 127n) | (rest > 0n ? 128 : 0));
    left = rest;
  } while (left > 0n);
  return Buffer.from(bytes);
}
