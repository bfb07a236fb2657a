/** Max length of foreign text in a letter; locators have at most 1,024 characters (docs/integrating/interface.md, Intake). */
const MAX = 1024;

/**
 * Turns foreign text into one harmless line: line breaks and control characters become spaces, and characters that
 * reverse or hide text are shown by code point. The joiners that Indic and Persian spelling needs stay.
 */
export function toOneLine(text: string): string {
  const visible = text
    .slice(0, MAX * 2)
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}]/gu, (character) =>
      character === '\u200c' || character === '\u200d'
        ? character
        : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .trim();
  return visible.length > MAX ? `${visible.slice(0, MAX - 3).replace(/\p{Cs}$/u, '')}...` : visible;
}
