export interface Tensor {
  readonly type: 'float' | 'float16' | 'int64';
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
  readonly type: 'float' | 'float16' | 'int64' | 'int32' | 'bool';
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

/** The same with what is not whole numbers in a file beside it, whose name it holds. */
export function onnxFiles(graph: Graph, location: string): { readonly model: Buffer; readonly data: Buffer };
