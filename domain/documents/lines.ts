/** A line of a document: page of a PDF or sheet of a workbook, and line in it, both from 1. */
export interface DocumentLine {
  page: number;
  line: number;
  text: string;
}

export interface Passage extends DocumentLine {
  // Whether an empty line follows.
  endsParagraph: boolean;
  run: string;
  wide: string;
}

/** Limits on what is examined: a hostile document may be of any length. */
const MAX_LINES = 600;
const MAX_LINE = 600;
const MAX_TEXT = 60_000;

/**
 * Cleans a document's lines to text without cursor-moving marks and joins each with the lines after it, within the
 * limits.
 */
export function toPassages(lines: readonly DocumentLine[]): Passage[] {
  let left = MAX_TEXT;
  const clean: DocumentLine[] = [];
  for (const { page, line, text } of lines.slice(0, MAX_LINES)) {
    const one = oneLine(text.slice(0, MAX_LINE));
    left -= one.length;
    if (left < 0) break;
    if (one !== '') clean.push({ page, line, text: one });
  }
  return clean.map((each, at) => {
    const next = [clean[at + 1], clean[at + 2]].map((other) => (other?.page === each.page ? ` ${other.text}` : ''));
    const endsParagraph = clean[at + 1]?.line !== each.line + 1;
    return { ...each, endsParagraph, run: each.text + (next[0] ?? ''), wide: each.text + next.join('') };
  });
}

function oneLine(text: string): string {
  return text
    .replaceAll('\u00AD', '')
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
}

export function bareWords(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${words} `;
}

const MAX_QUOTE = 240;
const BEFORE = 60;

export function quoteAround(text: string, from: number): string {
  if (text.length <= MAX_QUOTE) return text;
  const start = Math.max(0, Math.min(from - BEFORE, text.length - MAX_QUOTE));
  const cut = text
    .slice(start, start + MAX_QUOTE)
    .toWellFormed()
    .trim();
  return `${start > 0 ? '…' : ''}${cut}${start + MAX_QUOTE < text.length ? '…' : ''}`;
}
