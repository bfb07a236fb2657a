import { DEEPEST_JSON, MOST_JSON_VALUES } from '../client/lists/json.js';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Bytes of a piece, about a thousand targets. */
const PIECE = 64 * 1024;

/** Where the array under a name of a JSON object stands in its bytes. */
export interface CutArray {
  /** Of its brackets: the first, and the one after the last. */
  from: number;
  to: number;
  /** Between its brackets, cut at commas between items. */
  pieces: { from: number; to: number }[];
}

/**
 * Finds an array under a name of a JSON object and cuts it between its items, so that it can be parsed piece by piece. Null
 * where it is not plainly there once, and where the whole is not worth parsing. If the pieces and the rest are JSON, so is
 * the whole; the other way round too.
 */
export function cutArray(bytes: Buffer, name: string): CutArray | null {
  let found: CutArray | null = null;
  let begun = 0;
  let depth = 0;
  let opened = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (byte === COMMA) {
      if (depth === 2 && found?.to === 0 && at - begun >= PIECE) {
        found.pieces.push({ from: begun, to: at });
        begun = at + 1;
      }
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      opened += 1;
      if (depth > DEEPEST_JSON || opened > MOST_JSON_VALUES) return null;
      if (depth !== 2 || byte !== OPEN_ARRAY || !isNamed(bytes, at, name)) continue;
      if (found !== null) return null;
      found = { from: at, to: 0, pieces: [] };
      begun = at + 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth !== 1 || found?.to !== 0) continue;
      if (byte !== CLOSE_ARRAY) return null;
      found.pieces.push({ from: begun, to: at });
      found.to = at + 1;
    }
  }
  return found?.to === 0 ? null : found;
}

/** The quote that ends the text begun by the one at `from`. */
function endOfText(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether a name, written plainly, and a colon stand before a place. */
function isNamed(bytes: Buffer, at: number, name: string): boolean {
  const colon = lastThing(bytes, at);
  if (bytes[colon] !== COLON) return false;
  const end = lastThing(bytes, colon);
  const begin = end - name.length - 1;
  return (
    begin > 0 && bytes[begin - 1] !== BACKSLASH && bytes.toString('latin1', begin, end + 1) === JSON.stringify(name)
  );
}

/** The last byte before a place that is no white space. */
function lastThing(bytes: Buffer, before: number): number {
  let at = before - 1;
  while (at >= 0 && (bytes[at] ?? 0) <= 0x20) at -= 1;
  return at;
}
