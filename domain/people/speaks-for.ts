/** Authorities whose own channel a key is: all, or these by id; an empty list means none. */
export type SpeaksFor = 'all' | string[];

/**
 * Whether a key submits as this authority. A key that speaks for all also covers an authority outside the directory.
 */
export function speaksFor(bound: SpeaksFor | undefined, authorityId: string | null): boolean {
  if (bound === undefined) return false;
  return bound === 'all' || (authorityId !== null && bound.includes(authorityId));
}
