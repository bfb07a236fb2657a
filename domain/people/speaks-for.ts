/** Authorities whose own channel a key is: all of them, or these by id; an empty list is nobody. */
export type SpeaksFor = 'all' | string[];

/** Whether a key brings what this authority itself has sent. One that speaks for all does so for an authority not in the directory too. */
export function speaksFor(bound: SpeaksFor | undefined, authorityId: string | null): boolean {
  if (bound === undefined) return false;
  return bound === 'all' || (authorityId !== null && bound.includes(authorityId));
}
