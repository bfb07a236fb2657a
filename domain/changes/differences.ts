import { canonicalJson } from '../canonical-json.js';

export interface FieldDifference {
  field: string;
  before: unknown;
  after: unknown;
}

const HIDDEN = new Set(['id', 'person', 'personName', 'subscriber', 'substitute']);

/** Lists the fields that a change alters, in the order of the entry. */
export function listFieldDifferences({ before, after }: { before: object | null; after: object }): FieldDifference[] {
  const old: Record<string, unknown> = { ...before };
  const next: Record<string, unknown> = { ...after };
  return Object.entries(next)
    .filter(([field]) => !HIDDEN.has(field))
    .map(([field, value]) => ({ field, before: old[field] ?? null, after: value ?? null }))
    .filter((one) => canonicalJson(one.before) !== canonicalJson(one.after));
}
