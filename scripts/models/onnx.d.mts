export interface Tensor {
  readonly type: 'float' | 'int64';
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Shape {
  readonly type: 'float' | 'float16' | 'int64' | 'bool';
  readonly dims: readonly (string | number)[];
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly outputs: Readonly<Record<string, Shape>>;
}

/** The bytes of an ONNX file. */
export function onnxFile(graph: Graph): Buffer;
