/** Shorter texts are alike by chance. */
const FEWEST_WORDS = 20;
const MOST_TEXT = 200_000;

/** What names a target by its form: addresses, handles, tags. */
const TARGET = /(?:https?:\/\/|hxxps?:\/\/|www\.)\S+|[@#][\p{L}\p{N}_.]+/giu;
/** What numbers the lines of a list. */
const NUMBERING = /^[([]?\d{1,5}[.)\]]+$/;

/**
 * The words of a paper without the targets that it lists: two orders that give the same differ in their targets alone. Spacing,
 * letter case and punctuation do not count; a date or a number does. Null where too few words are left to tell two papers apart.
 */
export function wordsBesideTargets(text: string, locators: readonly string[]): string | null {
  const words = text
    .slice(0, MOST_TEXT)
    .normalize('NFKC')
    .replaceAll(TARGET, ' ')
    .split(/\s+/)
    .filter((word) => !NUMBERING.test(word))
    .map(bareToken)
    .filter((word) => word !== '');
  // Most orders come without a text: their targets, which may be many, are not looked through for it.
  if (words.length < FEWEST_WORDS) return null;
  const listed = new Set(locators.map(bareToken));
  const left = words.filter((word) => !listed.has(word));
  return left.length < FEWEST_WORDS ? null : left.join(' ');
}

/** In small letters, without what stands around a word. */
function bareToken(token: string): string {
  return token.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
