/** Notes between editors of the rulebook, which must not reach outside readers. */
const EDITORS_NOTE =
  /\bfrom memory\b|\bunsure\b|\bnot (?:been )?read\b|\bwas read\b|\bas reported\b|\bour file\b|\((?:see|seen)\b/i;

export function findEditorsNote(text: string): string | null {
  return EDITORS_NOTE.exec(text)?.[0] ?? null;
}
