// Writes ONNX files: just the parts of the format that scripts/models needs. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** @typedef {{ type: 'float' | 'float16' | 'int64', dims: readonly number[], values: ArrayLike<number> }} Tensor */
/** @typedef {{ op: string, inputs: readonly string[], output: string, attributes?: Readonly<Record<string, number | readonly number[]>> }} Node */
/** @typedef {{ type: 'float' | 'float16' | 'int64' | 'int32' | 'bool', dims: readonly (string | number)[] }} Shape */
/** @typedef {{ name: string, nodes: readonly Node[], weights: Readonly<Record<string, Tensor>>, inputs: Readonly<Record<string, Shape>>, outputs: Readonly<Record<string, Shape>> }} Graph */

const elementTypes = { float: 1, int32: 6, int64: 7, bool: 9, float16: 10 };

/**
 * @param {Graph} graph
 * @returns {Buffer}
 */
export function onnxFile(graph) {
  return fileWith(graph, (_tensor, raw) => [field(9, raw)]);
}

/**
 * @param {Graph} graph
 * @param {string} location
 * @returns {{ model: Buffer, data: Buffer }}
 */
export function onnxFiles(graph, location) {
  /** @type {Buffer[]} */
  const chunks = [];
  let offset = 0;
  const entry = (/** @type {string} */ key, /** @type {string | number} */ value) =>
    field(13, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(String(value)))]));
  const model = fileWith(graph, ({ type }, raw) => {
    // Shapes are read before external data is: exporters leave what is small where it is.
    if (type === 'int64') return [field(9, raw)];
    const where = [entry('location', location), entry('offset', offset), entry('length', raw.length)];
    chunks.push(raw);
    offset += raw.length;
    return [...where, number(14, 1)];
  });
  return { model, data: Buffer.concat(chunks) };
}

/** @param {Graph} graph @param {(tensor: Tensor, raw: Buffer) => readonly Buffer[]} store */
function fileWith({ name, nodes, weights, inputs, outputs }, store) {
  const graph = Buffer.concat([
    ...nodes.map(each => field(1, node(each))),
    field(2, Buffer.from(name)),
    ...Object.entries(weights).map(([weight, tensor]) => field(5, tensorOf(weight, tensor, store))),
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

/** @param {string} name @param {Tensor} tensor @param {(tensor: Tensor, raw: Buffer) => readonly Buffer[]} store */
function tensorOf(name, tensor, store) {
  return Buffer.concat([
    ...tensor.dims.map(dim => number(1, dim)),
    number(2, elementTypes[tensor.type]),
    field(8, Buffer.from(name)),
    ...store(tensor, Buffer.from(rawOf(tensor).buffer)),
  ]);
}

/** @param {Tensor} tensor */
function rawOf({ type, values }) {
  if (type === 'float') return Float32Array.from(values);
  if (type === 'float16') return Uint16Array.from(values, halfBits);
  return BigInt64Array.from(Array.from(values), BigInt);
}

/** The nearest number in half precision, as its bits. @param {number} value */
function halfBits(value) {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  // A fraction that rounds up to the next power of two carries into the exponent.
  const bits = Math.round(size / 2 ** (exponent - 10)) + (exponent + 14) * 1024;
  return sign | Math.min(bits, 0x7c00);
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
