/** Shorter texts match by chance. */
const FEWEST_WORDS = 20;
const MAX_TEXT = 200_000;

const TARGET = /(?:https?:\/\/|hxxps?:\/\/|www\.)\S+|[@#][\p{L}\p{N}_.]+/giu;
const NUMBERING = /^[([]?\d{1,5}[.)\]]+$/;

/**
 * Normalizes a document's words without its listed targets, so that repeated orders compare equal. Ignores spacing,
 * case and punctuation, but not dates or numbers. Null if too few words remain for a comparison.
 */
export function wordsBesideTargets(text: string, locators: readonly string[]): string | null {
  const words = text
    .slice(0, MAX_TEXT)
    .normalize('NFKC')
    .replaceAll(TARGET, ' ')
    .split(/\s+/)
    .filter((word) => !NUMBERING.test(word))
    .map(bareToken)
    .filter((word) => word !== '');
  // Most orders come without a text, so their possibly many targets are not searched.
  if (words.length < FEWEST_WORDS) return null;
  const listed = new Set(locators.map(bareToken));
  const left = words.filter((word) => !listed.has(word));
  return left.length < FEWEST_WORDS ? null : left.join(' ');
}

function bareToken(token: string): string {
  return token.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
