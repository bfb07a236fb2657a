import { DEEPEST_JSON, MAX_JSON_VALUES } from '../sandbox/lists/json.js';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Bytes per piece, about a thousand targets. */
const PIECE = 64 * 1024;

export interface CutArray {
  /** Positions of its brackets: the first, and one past the last. */
  from: number;
  to: number;
  pieces: { from: number; to: number }[];
}

/**
 * Finds an array by its name in a JSON object and cuts it between items, so that it can be parsed in pieces. Null if it
 * does not occur plainly exactly once, or the whole is not worth parsing. The pieces and the rest are valid JSON if and
 * only if the whole is.
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
      if (depth > DEEPEST_JSON || opened > MAX_JSON_VALUES) return null;
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

function endOfText(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isNamed(bytes: Buffer, at: number, name: string): boolean {
  const colon = lastThing(bytes, at);
  if (bytes[colon] !== COLON) return false;
  const end = lastThing(bytes, colon);
  const begin = end - name.length - 1;
  return (
    begin > 0 && bytes[begin - 1] !== BACKSLASH && bytes.toString('latin1', begin, end + 1) === JSON.stringify(name)
  );
}

function lastThing(bytes: Buffer, before: number): number {
  let at = before - 1;
  while (at >= 0 && (bytes[at] ?? 0) <= 0x20) at -= 1;
  return at;
}
