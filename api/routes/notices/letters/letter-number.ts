/** The number of a letter in a path; null where it is none, which then names no letter. */
export function readLetterNumber({ n }: { n: string }): number | null {
  return /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
}
