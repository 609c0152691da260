const datasetErrorCodes = [
  'missing',
  'directory',
  'unreadable',
  'unwritable',
  'binary',
  'encoding',
  'corrupt',
  'changed',
  'disk-full',
  'too-large',
  'worker',
] as const;
export type DatasetErrorCode = (typeof datasetErrorCodes)[number];

/** Tells a `DatasetError`'s code, come across a thread, from those of other errors. */
export function isDatasetErrorCode(code: string | undefined): code is DatasetErrorCode {
  return datasetErrorCodes.some(known => known === code);
}

/** A dataset that cannot be read as one: the message is one sentence for people, with the next step. */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  constructor(code: DatasetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatasetError';
    this.code = code;
  }
}

/** No result mixes two states of a file. */
export function changedWhileRead(path: string): DatasetError {
  return new DatasetError('changed', `${path} changed while it was read, so there is no result. Run it again.`);
}

/** What the file system's refusal means for the person who opened `path`. */
export function fromFileError(error: unknown, path: string): DatasetError {
  const { code, message } = describe(error);
  const because = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const next = 'it was moved, renamed or deleted. Check the path.';
    return new DatasetError('missing', `There is no file at ${path}: ${next}`, because);
  }
  if (code === 'EISDIR') return new DatasetError('directory', `${path} is a folder: name a file in it.`, because);
  if (code === 'EACCES' || code === 'EPERM') {
    return new DatasetError('unreadable', `${path} may not be read: ask for read permission on it.`, because);
  }
  if (code === 'EBUSY') {
    return new DatasetError(
      'unreadable',
      `${path} may not be read: another program holds it. Close it there.`,
      because,
    );
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD')) {
    const next = 'Fetch it again, or take the last extension off its name if it was never packed.';
    return new DatasetError(
      'corrupt',
      `${path} is damaged or cut off: unpacking stopped with "${message}". ${next}`,
      because,
    );
  }
  return new DatasetError('unreadable', `${path} could not be read: ${message}.`, because);
}

/** What the file system's refusal to write at `path` means; `next` is the sentence that says what to do about a full disk. */
export function fromWriteError(error: unknown, path: string, next = 'Free space there or name another.'): DatasetError {
  const { code, message } = describe(error);
  const because = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DatasetError('disk-full', `The disk is full: ${path} was not written. ${next}`, because);
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist. Make the folder or name another.',
    EISDIR: 'it is a folder. Name a file in it.',
    EEXIST: 'a file stands where its folder would be. Name another.',
    ENOTDIR: 'a file stands where its folder would be. Name another.',
    EACCES: 'writing there is not allowed. Ask for permission or name another.',
    // What Windows says of a file that somebody has open, too.
    EPERM: 'writing there is not allowed, or a program has it open. Ask for permission, close it or name another.',
    EBUSY: 'another program has it open. Close it there or name another.',
    EROFS: 'the disk is read-only. Name a place on another.',
  };
  return new DatasetError('unwritable', `${path} could not be written: ${reasons[code] ?? `${message}.`}`, because);
}

/** Neither a file nor a folder: it has no length and no place to go back to. */
export function pipeError(path: string): DatasetError {
  const next = 'Rows are read by place: save its output to a .jsonl file and name that.';
  return new DatasetError('unreadable', `${path} is a pipe or a device, not a file. ${next}`);
}

export function directoryError(path: string): DatasetError {
  return new DatasetError('directory', `${path} is a folder; name a .jsonl, .ndjson, .gz or .zst file in it.`);
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  return { code, message };
}
