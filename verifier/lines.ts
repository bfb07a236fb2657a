import type { FileHandle } from 'node:fs/promises';

const LINE_FEED = 10;
const CHUNK = 1 << 20;
/** An entry has some hundred bytes, the largest some hundred thousand. */
const MAX = 1 << 26;

/**
 * A line without its line break; `whole` is false if it had none. The bytes are valid only until the next line is read.
 */
export interface FileLine {
  bytes: Buffer;
  whole: boolean;
}

export class LongLine extends Error {
  constructor(number: number) {
    super(
      `Line ${number} is longer than ${MAX / (1 << 20)} MiB, longer than any entry: this is not an export of the audit log.`,
    );
  }
}

/** Yields lines in blocks, so that one await serves many lines; holds a few megabytes of the file in memory. */
export async function* readLineBlocks(file: FileHandle): AsyncGenerator<FileLine[]> {
  let rest = Buffer.alloc(0);
  let count = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await file.read(chunk, 0, CHUNK, null);
    if (bytesRead === 0) break;
    const read = chunk.subarray(0, bytesRead);
    const block = rest.length === 0 ? read : Buffer.concat([rest, read]);
    const lines: FileLine[] = [];
    let from = 0;
    for (let end = block.indexOf(LINE_FEED, from); end >= 0; end = block.indexOf(LINE_FEED, from)) {
      lines.push({ bytes: block.subarray(from, end), whole: true });
      from = end + 1;
    }
    rest = block.subarray(from);
    count += lines.length;
    if (rest.length > MAX) throw new LongLine(count + 1);
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [{ bytes: rest, whole: false }];
}
