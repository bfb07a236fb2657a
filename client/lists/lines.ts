import { isUtf8 } from 'node:buffer';
import { ListRefused, LONGEST_CELL, type ListProblem } from './item.js';

/** One line of a text, without its end. */
export interface TextLine {
  line: number;
  text: string;
}

const LF = 0x0a;
const CR = 0x0d;

/** The names of the encodings a list may be in, as TextDecoder knows them. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The lines of a text, decoded one by one so that broken bytes spoil their own line and no other. A line too long to be
 * a row is a problem as well, and is never made into text. Blank lines are passed over but counted.
 *
 * Bytes are UTF-8 (strictly), UTF-16 by their mark, else Windows-1252: a file is taken for the latter only if none of
 * its lines makes sense in UTF-8 beyond ASCII. `charset` is what the sender called it; a mark in the file goes first.
 */
export function* readLines(bytes: Buffer, charset?: string): Generator<TextLine | ListProblem> {
  const encoding = encodingOf(bytes, charset);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    // Made UTF-8 first: its line ends are then single bytes.
    const text = new TextDecoder(encoding).decode(bytes);
    yield* decodeLines(Buffer.from(text, 'utf8'), new TextDecoder('utf-8', { fatal: true }));
    return;
  }
  const decoder = encoding === 'utf-8' ? new TextDecoder('utf-8', { fatal: true }) : { decode: fromWindows1252 };
  yield* decodeLines(withoutMark(bytes), decoder);
}

/** What Windows-1252 has where Latin 1 has control characters, from 0x80 on. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Some versions of Node take Windows-1252 for Latin 1 in their TextDecoder. */
function fromWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/[\u0080-\u009F]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
}

function* decodeLines(
  bytes: Buffer,
  decoder: { decode: (bytes: Buffer) => string },
): Generator<TextLine | ListProblem> {
  let line = 0;
  for (const part of splitLines(bytes)) {
    line += 1;
    if (part.length > LONGEST_CELL) {
      yield { line, reason: 'The line is longer than 64 kB.' };
      continue;
    }
    let text: string;
    try {
      text = decoder.decode(part);
    } catch {
      yield { line, reason: 'The line is not valid UTF-8, although other lines are.' };
      continue;
    }
    if (text.trim() !== '') yield { line, text };
  }
}

/** Ends of lines are LF, CR LF, or CR alone in a file that has no LF at all. */
function* splitLines(bytes: Buffer): Generator<Buffer> {
  const end = bytes.includes(LF) ? LF : CR;
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(end, from);
    const to = at < 0 ? bytes.length : at;
    yield bytes.subarray(from, end === LF && to > from && bytes[to - 1] === CR ? to - 1 : to);
    from = to + 1;
  }
}

function encodingOf(bytes: Buffer, charset: string | undefined): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (charset !== undefined) return encodingCalled(charset);
  if (isUtf8(bytes)) return 'utf-8';
  return hasUtf8Beyond(bytes) ? 'utf-8' : 'windows-1252';
}

function encodingCalled(charset: string): Encoding {
  switch (charset.toLowerCase()) {
    case 'utf-8':
    case 'utf8':
    case 'us-ascii':
      return 'utf-8';
    case 'utf-16':
    case 'utf-16le':
      return 'utf-16le';
    case 'utf-16be':
      return 'utf-16be';
    case 'windows-1252':
    case 'cp1252':
    case 'iso-8859-1':
    case 'latin1':
      return 'windows-1252';
    default:
      throw new ListRefused(`The character set ${charset.slice(0, 40)} is not known. Send the list as UTF-8.`);
  }
}

/** Whether some line beyond ASCII is sound UTF-8: then the others are broken rather than of another encoding. */
function hasUtf8Beyond(bytes: Buffer): boolean {
  for (const part of splitLines(bytes)) {
    if (part.some((byte) => byte > 0x7f) && isUtf8(part)) return true;
  }
  return false;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
