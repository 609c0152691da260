/** The bytes of one dataset, uncompressed. The engine implements it over files; tests over memory, with counts and faults. */
export interface ByteSource {
  /** Bytes there are; `Infinity` for a source that is still being unpacked. */
  readonly byteLength: number;
  /** Reads up to `byteEnd - byteStart` bytes; fewer at the end of the source. */
  read(byteStart: number, byteEnd: number, signal?: AbortSignal): Promise<Uint8Array>;
}
