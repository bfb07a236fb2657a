/** Of a person of the desk, what must not stand in a letter. */
export interface Staff {
  name: string;
  email: string;
}

/** A telephone number as people write one: in international form, or after a word that says so. */
const TELEPHONE =
  /\+\d[\d ()./-]{6,}\d|\b(?:tel|phone|mobile|cell|fax|extension|ext)\b\.?[^\p{L}\d]{0,4}\d[\d ()./-]{2,}\d/iu;

/**
 * What in a text that leaves the desk leads to one of its people: the name or mail address of one, or a telephone
 * number. Letters are signed by an office; where it is reached stands in its head (`LETTER_REPLY_TO`). null: nothing.
 */
export function findStaffTrace(text: string, staff: readonly Staff[]): string | null {
  const words = toWords(text);
  const found = staff.find(
    ({ name, email }) => (isFullName(name) && words.includes(` ${toWords(name).trim()} `)) || contains(text, email),
  );
  if (found !== undefined) return contains(text, found.email) ? found.email : found.name;
  return TELEPHONE.exec(text)?.[0].trim() ?? null;
}

/** A name of one word may be any word of a letter. */
const isFullName = (name: string) => toWords(name).trim().includes(' ');

const contains = (text: string, part: string) => part !== '' && text.toLowerCase().includes(part.toLowerCase());

/** Its words alone, in small letters without accents, a space around each. */
function toWords(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
