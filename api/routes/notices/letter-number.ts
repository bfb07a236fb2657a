/** The number of a letter in a path; null where it is none, which then names no letter. */
export function readLetterNumber(params: unknown): number | null {
  const { n } = params as { n: string };
  return /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
}
