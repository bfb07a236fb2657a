import { hash } from 'node:crypto';
import { toCanonicalJson } from './canonical.js';
import { leafHash } from './merkle.js';

/** A line of an export: an entry's position, its claimed leaf hash and its computed leaf hash. */
export interface ExportItem {
  seq: number;
  said: string;
  /** Base64; null if the entry was erased and there is nothing to compute from. */
  computed: string | null;
  mark: string;
}

const HEAD = '{"seq":';
const LEAF = ',"leafHash":"';
const MARK = '","mark":"';
const ENTRY = '","entry":';
const HASH = 44;
const MARK_LENGTH = 8;
const BETWEEN = LEAF.length + HASH + MARK.length + MARK_LENGTH + ENTRY.length;

/** Returns null if the line is no item. */
export function readItem(line: Buffer): ExportItem | null {
  return readWritten(line) ?? readAny(line);
}

/**
 * Fast path for lines exactly as exports write them: it hashes the entry's bytes as they stand, and a match proves that
 * they are canonical. Otherwise the line is parsed as JSON, since someone may have reformatted it.
 */
function readWritten(line: Buffer): ExportItem | null {
  if (line.toString('latin1', 0, HEAD.length) !== HEAD) return null;
  let at = HEAD.length;
  let seq = 0;
  for (let digit = (line[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (line[at] ?? 0) - 48) {
    seq = seq * 10 + digit;
    at += 1;
  }
  const head = line.toString('latin1', at, at + BETWEEN);
  const markAt = LEAF.length + HASH;
  if (!head.startsWith(LEAF) || !head.startsWith(MARK, markAt) || !head.endsWith(ENTRY) || line.at(-1) !== 0x7d)
    return null;
  const said = head.slice(LEAF.length, markAt);
  const mark = head.slice(markAt + MARK.length, -ENTRY.length);
  // Avoids a copy: the colon before the entry is temporarily replaced by the 0x00 prefix of a leaf.
  const before = at + head.length - 1;
  line[before] = 0;
  const computed = hash('sha256', line.subarray(before, -1), 'base64');
  line[before] = 0x3a;
  return computed === said ? { seq, said, computed, mark } : null;
}

function readAny(line: Buffer): ExportItem | null {
  const value = parse(line.toString('utf8'));
  if (!isRecord(value)) return null;
  const { seq, leafHash: said, entry, erased, mark } = value;
  if (typeof seq !== 'number' || typeof said !== 'string' || typeof mark !== 'string') return null;
  if (entry === undefined) return erased === true ? { seq, said, computed: null, mark } : null;
  return { seq, said, mark, computed: leafHash(Buffer.from(toCanonicalJson(entry))).toString('base64') };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
