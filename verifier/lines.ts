import type { FileHandle } from 'node:fs/promises';

const LINE_FEED = 10;
const CHUNK = 1 << 20;
/** An entry is some hundred bytes, the largest some hundred thousand. */
const LONGEST = 1 << 26;

/** A line of a file without its end; `whole`: it had one. The bytes are good until the next line is asked for. */
export interface Line {
  bytes: Buffer;
  whole: boolean;
}

/** A line that no file of this kind has; its number counts from 1. */
export class LongLine extends Error {
  constructor(number: number) {
    super(
      `Line ${number} is longer than ${LONGEST / (1 << 20)} MiB, longer than any entry: this is not an export of the audit log.`,
    );
  }
}

/** The lines of a file in blocks, so that one wait serves many lines; of the file a few megabytes are in memory. */
export async function* readLineBlocks(file: FileHandle): AsyncGenerator<Line[]> {
  let rest = Buffer.alloc(0);
  let count = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await file.read(chunk, 0, CHUNK, null);
    if (bytesRead === 0) break;
    const read = chunk.subarray(0, bytesRead);
    const block = rest.length === 0 ? read : Buffer.concat([rest, read]);
    const lines: Line[] = [];
    let from = 0;
    for (let end = block.indexOf(LINE_FEED, from); end >= 0; end = block.indexOf(LINE_FEED, from)) {
      lines.push({ bytes: block.subarray(from, end), whole: true });
      from = end + 1;
    }
    rest = block.subarray(from);
    count += lines.length;
    if (rest.length > LONGEST) throw new LongLine(count + 1);
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [{ bytes: rest, whole: false }];
}
