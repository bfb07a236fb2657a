import { canonicalJson } from '../canonical-json.js';
import type { ChangeContent } from './change.js';

/** One field that a change changes, as JSON values; null for what was not there. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** Names of people are shown in place of their ids, and ids where nothing else tells who is meant. */
const HIDDEN = new Set(['id', 'person', 'personName', 'substitute']);

/** What a change would change, field by field, in the order of the entry. */
export function differencesOf({ before, after }: Pick<ChangeContent, 'before' | 'after'>): Difference[] {
  const old: Record<string, unknown> = { ...before };
  return Object.entries(after)
    .filter(([field]) => !HIDDEN.has(field))
    .map(([field, value]) => ({ field, before: old[field] ?? null, after: value as unknown }))
    .filter((one) => canonicalJson(one.before) !== canonicalJson(one.after));
}
