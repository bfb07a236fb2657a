const NAMES = [
  'action',
  'status',
  'protected',
  'problem',
  'flag',
  'draftedSince',
  'remark',
  'type',
  'language',
  'seen',
  'decidedBefore',
  'q',
] as const;

export type TargetFilters = Partial<Record<(typeof NAMES)[number], string>>;

/** Reads target filters from the address; unknown parameters are ignored. */
export function readTargetSearch(raw: Record<string, unknown>): TargetFilters {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = raw[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
    }),
  );
}

export function isSameFilter(one: TargetFilters, other: TargetFilters): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}
