import { guessType, looksLikeLocator, toRow } from './columns.js';
import { isProblem, type ListItem, type ListProblem } from './item.js';
import type { TextLine } from './lines.js';

/** Numbers and bullets before the items of a list. */
const BULLET = /^(?:\(?\d{1,6}[.)\]:]|[-*•–])\s+/u;

/** Pasted text: a locator a line, or several in a line if every one is written like an address, a handle or a hashtag. */
export function* readPlain(lines: Iterable<TextLine | ListProblem>): Generator<ListItem> {
  for (const line of lines) {
    if (isProblem(line)) yield line;
    else {
      for (const locator of locatorsIn(line.text)) {
        yield toRow({ line: line.line, type: guessType(locator), locator, note: '' });
      }
    }
  }
}

function locatorsIn(text: string): string[] {
  const bare = text
    .trim()
    .replace(BULLET, '')
    .replace(/^"(.*)"[,;]?$/, '$1')
    .trim();
  // A comma within an address belongs to it, unless another address follows.
  const divider = bare.includes('://') ? /[\s]+|[,;]+(?:\s+|(?=https?:\/\/))|[,;]+$/i : /[\s,;]+/;
  const parts = bare.split(divider).filter((part) => part !== '');
  return parts.length > 1 && parts.every(looksLikeLocator) ? parts : [bare.replace(/[,;]+$/, '')];
}

/** Locators within running text, as print has it: only what is written like one. */
export function findLocators(text: string): string[] {
  const parts = text.split(/[\s|]+/).map((part) => part.replace(/^[("'<[]+/, '').replace(/[)"'>\],;.]+$/, ''));
  return parts.filter((part) => looksLikeLocator(part));
}
