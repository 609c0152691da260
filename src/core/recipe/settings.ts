/** A setting of Undertone that belongs to no check; from it follow its entry in the editor and its line in the docs. */
export interface GeneralSetting {
  /** Without the leading `undertone.`. */
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number';
  readonly default: string | number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** `resource`: may differ by folder; `window`: one for all; `machine`: no workspace may set it. */
  readonly scope: 'resource' | 'window' | 'machine';
}

/** Findings that are kept per check unless said otherwise; all are counted. */
export const defaultMaxFindings = 100_000;

/** The settings that belong to no check. */
export const generalSettings: readonly GeneralSetting[] = [
  {
    name: 'student',
    description:
      'The model that will be trained on the data, such as `Qwen/Qwen2.5-7B-Instruct`. A recipe that names one goes first.',
    type: 'string',
    default: '',
    scope: 'resource',
  },
  {
    name: 'scan.onOpenMegabytes',
    description: 'Datasets up to this size are checked when they are opened. `0`: never on opening.',
    type: 'number',
    default: 50,
    minimum: 0,
    scope: 'resource',
  },
  {
    name: 'scan.workers',
    description: 'Threads that a scan runs on. `0`: as many as suit the machine.',
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 64,
    scope: 'window',
  },
  {
    name: 'scan.maxFindings',
    description: 'Findings that are kept per check, in row order; all are counted, and a list that is cut says so.',
    type: 'integer',
    default: defaultMaxFindings,
    minimum: 1,
    scope: 'resource',
  },
  {
    name: 'findings.maxProblems',
    description: 'Findings shown as Problems per file, the most severe first. The editor shows at most 1000.',
    type: 'integer',
    default: 1000,
    minimum: 1,
    maximum: 1000,
    scope: 'resource',
  },
  {
    name: 'endpoint.baseUrl',
    description:
      'Address of an OpenAI-compatible server (vLLM or SGLang for the fit test, the log-likelihood ratio and divergent tokens), such as `http://127.0.0.1:8000/v1`. Nothing is sent there before you agree to what is sent. For those three and for judges, the path of a folder with an ONNX model on this machine, or of one of its `.onnx` files, will do as well, and a trait’s direction needs one: then nothing leaves the machine.',
    type: 'string',
    default: '',
    scope: 'machine',
  },
  {
    name: 'endpoint.model',
    description:
      'The model to ask there, by the name that the server gives it. A folder holds one model and needs no name.',
    type: 'string',
    default: '',
    scope: 'machine',
  },
];
