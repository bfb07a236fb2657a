import { canonicalJson } from '../canonical-json.js';

/** One field that a change changes, as JSON values; null for what was not there. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** Names of people are shown in place of their ids, and ids where nothing else tells who is meant. */
const HIDDEN = new Set(['id', 'person', 'personName', 'substitute']);

/** What a change would change, field by field, in the order of the entry. */
export function differencesOf({ before, after }: { before: object | null; after: object }): Difference[] {
  const old: Record<string, unknown> = { ...before };
  const next: Record<string, unknown> = { ...after };
  return Object.entries(next)
    .filter(([field]) => !HIDDEN.has(field))
    .map(([field, value]) => ({ field, before: old[field] ?? null, after: value ?? null }))
    .filter((one) => canonicalJson(one.before) !== canonicalJson(one.after));
}
