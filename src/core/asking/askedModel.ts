/** Whom a run asked, as reports tell it. */
export interface AskedModel {
  readonly baseUrl: string;
  readonly model: string;
  readonly api: string;
  readonly template: string;
  /** Absent: a server was asked, which does not say what it computes with. */
  readonly weights?: Weights;
}

/** What a model of this machine was computed from. */
export interface Weights {
  /** From the model's folder, such as `onnx/model_q4.onnx`. */
  readonly file: string;
  /** What the numbers in it are rounded to, such as `half precision`; absent: nothing tells that they are. */
  readonly rounding?: string;
}

export function modelLines({ baseUrl, model, api, template, weights }: AskedModel): readonly string[] {
  return [`model: ${model} at ${baseUrl} (${api}, template: ${template})`, ...weightsLines(weights)];
}

/** Nothing for a server. */
export function weightsLines(weights: Weights | undefined): readonly string[] {
  if (weights === undefined) return [];
  const { file, rounding } = weights;
  return [`weights: ${file}${rounding === undefined ? '' : ` (${rounding})`}`];
}

/** A probe's limits, and what rounded weights add to them. */
export function limitsWith(weights: Weights | undefined, limits: readonly string[]): readonly string[] {
  if (weights?.rounding === undefined) return limits;
  const { file, rounding } = weights;
  return [
    ...limits,
    `The model was computed from ${file} (${rounding}): its numbers are less exact than those of the full weights. Small differences may be rounding, and a student that starts from the full weights may differ.`,
  ];
}
