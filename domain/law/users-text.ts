/** What editors of the rulebook write for each other, and no reader outside may see. */
const EDITORS_NOTE =
  /\bfrom memory\b|\bunsure\b|\bnot (?:been )?read\b|\bwas read\b|\bas reported\b|\bour file\b|\((?:see|seen)\b/i;

/** The editor's note in a text for users; null: there is none. */
export function findEditorsNote(text: string): string | null {
  return EDITORS_NOTE.exec(text)?.[0] ?? null;
}
