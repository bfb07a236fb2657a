import type { TargetFilters } from './target-pages.js';

const NAMES = ['action', 'status', 'protected', 'problem', 'flag', 'q'] as const;

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
