import { isUtf8 } from 'node:buffer';
import { ListRefused, MAX_CELL, type ListProblem } from './item.js';

export interface TextLine {
  line: number;
  text: string;
}

const LF = 0x0a;
const CR = 0x0d;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Reads the lines of a text, decoding each by itself so that broken bytes spoil only their own line. A line too long
 * for a row is a problem too and is never decoded; blank lines are skipped but counted.
 *
 * Bytes are strict UTF-8, UTF-16 by their byte order mark, else Windows-1252, which is assumed only if no line with
 * non-ASCII bytes is valid UTF-8. `charset` is the sender's claim; a byte order mark in the file overrides it.
 */
export function* splitTextLines(bytes: Buffer, charset?: string): Generator<TextLine | ListProblem> {
  const encoding = detectEncoding(bytes, charset);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    // Converted to UTF-8 first: its line ends are then single bytes.
    const text = new TextDecoder(encoding).decode(bytes);
    yield* decodeLines(Buffer.from(text, 'utf8'), new TextDecoder('utf-8', { fatal: true }));
    return;
  }
  const decoder = encoding === 'utf-8' ? new TextDecoder('utf-8', { fatal: true }) : { decode: fromWindows1252 };
  yield* decodeLines(withoutMark(bytes), decoder);
}

const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Some versions of Node decode Windows-1252 as Latin 1 in their TextDecoder. */
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
    if (part.length > MAX_CELL) {
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

function* splitLines(bytes: Buffer): Generator<Buffer> {
  const end = bytes.includes(LF) ? LF : CR;
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(end, from);
    const to = at < 0 ? bytes.length : at;
    yield bytes.subarray(from, end === LF && to > from && bytes[to - 1] === CR ? to - 1 : to);
    from = to + 1;
  }
}

function detectEncoding(bytes: Buffer, charset: string | undefined): Encoding {
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

/** One valid UTF-8 line with non-ASCII bytes means that the other lines are broken, not of another encoding. */
function hasUtf8Beyond(bytes: Buffer): boolean {
  for (const part of splitLines(bytes)) {
    if (part.some((byte) => byte > 0x7f) && isUtf8(part)) return true;
  }
  return false;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
