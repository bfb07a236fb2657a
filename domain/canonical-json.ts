import canonicalize from 'canonicalize';

/**
 * Returns canonical JSON (RFC 8785): equal JSON gives the same text regardless of key order. `undefined` becomes null.
 */
export function canonicalJson(value: unknown): string {
  const sorted = sortKeys(value ?? null);
  if (sorted !== UNSORTED) return JSON.stringify(sorted);
  // The package's types and its ESM entry disagree about the default export.
  return (canonicalize as unknown as (value: unknown) => string | undefined)(value ?? null) ?? '';
}

/** Method by which a list that is not an array yields its canonical JSON in pieces. */
export const IN_PIECES = Symbol('canonical JSON in pieces');
export interface InPieces {
  [IN_PIECES](): Generator<string>;
}

function isInPieces(value: unknown): value is InPieces {
  return typeof value === 'object' && value !== null && IN_PIECES in value;
}

const CONCURRENCY = 500;

/** Yields the same text in pieces, so that only a few hundred of 100,000 targets are in memory as text. */
export function* canonicalPieces(value: unknown): Generator<string> {
  if (isInPieces(value)) yield* value[IN_PIECES]();
  else if (Array.isArray(value) && value.length > CONCURRENCY) {
    for (let at = 0; at < value.length; at += CONCURRENCY)
      yield `${at === 0 ? '[' : ','}${canonicalJson(value.slice(at, at + CONCURRENCY)).slice(1, -1)}`;
    yield ']';
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value)) {
    let before = '{';
    for (const [key, part] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (part === undefined || typeof part === 'symbol') continue;
      yield `${before}${JSON.stringify(key)}:`;
      yield* canonicalPieces(part);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield canonicalJson(value);
}

const UNSORTED = Symbol('unsorted');

/**
 * Returns a copy with sorted keys for the native `JSON.stringify`: 100,000 targets take a quarter of the package's
 * time. Returns `UNSORTED` if an object cannot keep the order (numeric keys come first) or is not plain JSON.
 */
function sortKeys(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : UNSORTED;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const sorted = sortKeys(item);
      if (sorted === UNSORTED) return UNSORTED;
      items.push(sorted);
    }
    return items;
  }
  if ('toJSON' in value) return UNSORTED;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const sorted = sortKeys(Reflect.get(value, key));
    if (sorted === UNSORTED || key === '__proto__' || (key >= '0' && key < ':')) return UNSORTED;
    copy[key] = sorted;
  }
  return copy;
}
