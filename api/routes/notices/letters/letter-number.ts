export function readLetterNumber({ n }: { n: string }): number | null {
  return /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
}
