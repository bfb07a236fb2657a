export interface Staff {
  name: string;
  email: string;
}

const TELEPHONE =
  /\+\d[\d ()./-]{6,}\d|\b(?:tel|phone|mobile|cell|fax|extension|ext)\b\.?[^\p{L}\d]{0,4}\d[\d ()./-]{2,}\d/iu;

/**
 * Returns what in an outgoing text identifies a staff member: a name, a mail address or a telephone number; null:
 * nothing. Letters are signed by an office, and its contact is in the letterhead (`replyTo` of `company.yaml`).
 */
export function findStaffTrace(text: string, staff: readonly Staff[]): string | null {
  const words = toWords(text);
  const found = staff.find(
    ({ name, email }) => (isFullName(name) && words.includes(` ${toWords(name).trim()} `)) || contains(text, email),
  );
  if (found !== undefined) return contains(text, found.email) ? found.email : found.name;
  return TELEPHONE.exec(text)?.[0].trim() ?? null;
}

/** A single-word name could be any word of a letter. */
const isFullName = (name: string) => toWords(name).trim().includes(' ');

const contains = (text: string, part: string) => part !== '' && text.toLowerCase().includes(part.toLowerCase());

function toWords(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
