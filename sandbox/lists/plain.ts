import { guessType, looksLikeLocator, toRow } from './columns.js';
import { isProblem, type ListItem, type ListProblem } from './item.js';
import type { TextLine } from './lines.js';

const BULLET = /^(?:\(?\d{1,6}[.)\]:]|[-*•–])\s+/u;

/** Reads pasted text: one locator per line, or several if each is written like an address, a handle or a hashtag. */
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

/** A line of three words is prose; a list of locators has at most one such line, its heading. */
const PROSE_WORDS = 3;
const PROSE_LINES = 2;

/** Whether a text is a letter: then its lines are no targets, only what is written like an address, handle or hashtag. */
export function isLetter(lines: readonly TextLine[]): boolean {
  const prose = lines.filter(
    ({ text }) => text.split(/[^\p{L}]+/u).filter((word) => word.length > 1).length >= PROSE_WORDS,
  );
  return prose.filter(({ text }) => findLocators(text).length === 0).length >= PROSE_LINES;
}

export function* readLetter(lines: Iterable<TextLine | ListProblem>): Generator<ListItem> {
  for (const line of lines) {
    if (isProblem(line)) yield line;
    else {
      for (const locator of findLocators(line.text).filter((each) => !isOfSender(each, line.text)))
        yield toRow({ line: line.line, type: guessType(locator), locator, note: '' });
    }
  }
}

const CONTACT =
  /(?<!\p{L})(?:(?:tele)?phone|telefon[eo]?|tél(?:éphone)?|tel|(?:tele)?fax|mobile|e-?mail|correio|тел|факс)(?: no)?\.? ?[:.(+\d]/iu;
const HOST_ALONE = /^(?:https?:\/\/)?(?:www\.)?[\p{L}\p{N}.-]+\/?$/iu;

// A letterhead or signature names the website beside phone and mail. A target has a path, is a handle or is numbered.
function isOfSender(locator: string, line: string): boolean {
  return HOST_ALONE.test(locator) && CONTACT.test(line) && !BULLET.test(line.trim());
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

export function findLocators(text: string): string[] {
  const parts = text.split(/[\s|]+/).map((part) => part.replace(/^[("'<[]+/, '').replace(/[)"'>\],;:.]+$/, ''));
  return parts.filter((part) => looksLikeLocator(part));
}
