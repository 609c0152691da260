export type DatasetErrorCode =
  'missing' | 'directory' | 'unreadable' | 'binary' | 'encoding' | 'corrupt' | 'changed' | 'disk-full' | 'worker';

/** A dataset that cannot be read as one: the message is one sentence for people, with the next step. */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  constructor(code: DatasetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatasetError';
    this.code = code;
  }
}

/** What the file system's refusal means for the person who opened `path`. */
export function fromFileError(error: unknown, path: string): DatasetError {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const because = { cause: error };
  if (code === 'ENOENT') {
    return new DatasetError('missing', `There is no file at ${path}: it was moved, renamed or deleted.`, because);
  }
  if (code === 'EISDIR') return directoryError(path);
  if (code === 'EACCES' || code === 'EPERM') {
    return new DatasetError('unreadable', `${path} may not be read: ask for read permission on it.`, because);
  }
  if (code === 'ENOSPC') {
    const next = 'Free space there or point TMPDIR at another disk.';
    return new DatasetError(
      'disk-full',
      `The disk is full: ${path} could not be written whole, so nothing was kept. ${next}`,
      because,
    );
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD')) {
    return new DatasetError(
      'corrupt',
      `${path} is damaged or cut off: unpacking stopped with "${message}". Fetch it again.`,
      because,
    );
  }
  return new DatasetError('unreadable', `${path} could not be read: ${message}.`, because);
}

export function directoryError(path: string): DatasetError {
  return new DatasetError('directory', `${path} is a folder; name a .jsonl, .ndjson, .gz or .zst file in it.`);
}
