/** A line of a paper as its reader gives it: page of a PDF or sheet of a workbook, and line in it, from 1. */
export interface PaperLine {
  page: number;
  line: number;
  text: string;
}

/** A line to look in, with what follows it: sentences go over ends of lines. */
export interface Passage extends PaperLine {
  /** The line and the next one of its page. */
  run: string;
  /** The line and the next two. */
  wide: string;
}

/** What of a paper is looked at: a hostile one may be of any length. */
const MOST_LINES = 600;
const LONGEST_LINE = 600;
const MOST_TEXT = 60_000;

/** The lines of a paper as one-line text without marks that move the cursor, with what follows each; no more than may be looked at. */
export function toPassages(lines: readonly PaperLine[]): Passage[] {
  let left = MOST_TEXT;
  const clean: PaperLine[] = [];
  for (const { page, line, text } of lines.slice(0, MOST_LINES)) {
    const one = oneLine(text.slice(0, LONGEST_LINE));
    left -= one.length;
    if (left < 0) break;
    if (one !== '') clean.push({ page, line, text: one });
  }
  return clean.map((each, at) => {
    const next = [clean[at + 1], clean[at + 2]].map((other) => (other?.page === each.page ? ` ${other.text}` : ''));
    return { ...each, run: each.text + (next[0] ?? ''), wide: each.text + next.join('') };
  });
}

function oneLine(text: string): string {
  return text
    .replaceAll('\u00AD', '')
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Words alone, in small letters without accents, with a space on either side of each. */
export function bareWords(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${words} `;
}

const LONGEST_QUOTE = 240;
const BEFORE = 60;

/** The words around a place in a text, at most as many as a quote may have. */
export function quoteAround(text: string, from: number): string {
  if (text.length <= LONGEST_QUOTE) return text;
  const start = Math.max(0, Math.min(from - BEFORE, text.length - LONGEST_QUOTE));
  const cut = text
    .slice(start, start + LONGEST_QUOTE)
    .toWellFormed()
    .trim();
  return `${start > 0 ? '…' : ''}${cut}${start + LONGEST_QUOTE < text.length ? '…' : ''}`;
}
