/** Text of law pages: what of them is compared, and how a change of it is shown. */

/** Words that the rulebook quotes from a page, with the laws that rest on them. */
export interface QuotedClause {
  clause: string;
  /** Place in the text, like `rule 9(3)`. */
  at: string | null;
  laws: string[];
}

export interface ChangedClause {
  at: string | null;
  laws: string[];
  before: string;
  /** The passage of the new page that is most like it; null: none is like it. */
  after: string | null;
}

export interface PageChange {
  clauses: ChangedClause[];
  /** Passages that only the old or only the new page has, the first of each. */
  removed: string[];
  added: string[];
}

const UNSEEN = /^(?:script|style|noscript|template|svg|head)$/;
const BLOCK =
  /^\/?(?:address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul)$/;

/** Returns the words of HTML or XML, a line for each block. Takes time in proportion to its length. */
export function readMarkup(markup: string): string {
  const parts: string[] = [];
  for (let at = 0; at < markup.length; ) {
    const open = markup.indexOf('<', at);
    parts.push(decodeEntities(markup.slice(at, open < 0 ? undefined : open)).replaceAll(/\s+/g, ' '));
    if (open < 0) break;
    const name = /^<(!--|[!?]|\/?[a-z][a-z0-9:]*)/i.exec(markup.slice(open, open + 40))?.[1]?.toLowerCase();
    if (name === undefined) parts.push('<');
    else if (BLOCK.test(name)) parts.push('\n');
    at = name === undefined ? open + 1 : findEnd(markup, open, name);
  }
  return toLines(parts.join(''));
}

function findEnd(markup: string, open: number, name: string): number {
  const end = name === '!--' ? /-->/g : UNSEEN.test(name) ? new RegExp(`</${name}[^>]*>`, 'gi') : />/g;
  end.lastIndex = open;
  const found = end.exec(markup);
  return found === null ? markup.length : found.index + found[0].length;
}

const MAX_LINE = 400;

/** Brings white space into one form; a long line is split into sentences, so that a change in it is shown alone. */
export function toLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/[\u00ad\u200b-\u200d\ufeff]/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .flatMap((line) => (line.length > MAX_LINE ? line.split(/(?<=[.;:。])\s/) : [line]))
    .filter((line) => line !== '')
    .join('\n');
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '\u00ad',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  sect: '§',
  para: '¶',
  deg: '°',
  ordm: 'º',
  ordf: 'ª',
  szlig: 'ß',
};
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
};

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return decodeName(String(name)) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function decodeName(name: string): string | undefined {
  const accent = ACCENTS[name.slice(1)];
  return NAMED[name] ?? (accent === undefined ? undefined : `${name.slice(0, 1)}${accent}`.normalize('NFC'));
}

/** What is compared of a text: neither white space nor case, nor the kind of quotation marks and dashes. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u00ad\u200b-\u200d]/g, '')
    .replaceAll(/[‘’‚′`´]/g, "'")
    .replaceAll(/[“”„″«»]/g, '"')
    .replaceAll(/[‐‑‒–—−]/g, '-');
}

/** A quotation may leave words out (…). */
const LEFT_OUT = /\[?(?:…|\.{3})\]?/;

/** Returns the quoted clauses that the page does not have. */
export function findMissing(page: string, clauses: readonly QuotedClause[]): QuotedClause[] {
  const folded = fold(page);
  return clauses.filter(({ clause }) => !clause.split(LEFT_OUT).every((part) => folded.includes(fold(part))));
}

/** Says why a reading is no text of this law, like an error page answered with 200; null: it is one. */
export function findReadingProblem(
  page: string,
  { clauses, last }: { clauses: readonly QuotedClause[]; last: string | null },
): string | null {
  if (page === '') return 'The page has no text.';
  const quoted = clauses.length - findMissing(page, clauses).length;
  if (quoted > 0) return null;
  const none = clauses.length === 0 ? '' : ' and has none of the clauses that the rulebook quotes';
  if (last !== null && page.length < last.length / 2)
    return `The page is less than half as long as before${none}: probably an error page.`;
  return last === null && clauses.length > 0
    ? `The page has none of the ${clauses.length} clauses that the rulebook quotes from it.`
    : null;
}

const MAX_PASSAGES = 20;
const MAX_PASSAGE = 1_000;
const MAX_SEARCHED = 500;

/** Shows what of a page has changed, first the quoted clauses that are gone. */
export function comparePages(before: string, after: string, clauses: readonly QuotedClause[]): PageChange {
  const removed = listOnlyIn(before, after);
  const added = listOnlyIn(after, before);
  const neverThere = new Set(findMissing(before, clauses));
  const gone = findMissing(after, clauses).filter((one) => !neverThere.has(one));
  return {
    clauses: gone.map(({ at, laws, clause }) => ({ at, laws, before: clause, after: findNearest(clause, added) })),
    removed: cut(removed),
    added: cut(added),
  };
}

/** Joins a change with an earlier one that nobody has settled: the oldest "before", the newest "after". */
export function joinChanges(earlier: PageChange, later: PageChange): PageChange {
  const clauses = new Map(earlier.clauses.map((one) => [one.before, one]));
  for (const one of later.clauses) clauses.set(one.before, one);
  const join = (one: readonly string[], other: readonly string[]) => cut([...new Set([...one, ...other])]);
  return {
    clauses: [...clauses.values()],
    removed: join(earlier.removed, later.removed),
    added: join(later.added, earlier.added),
  };
}

function listOnlyIn(page: string, other: string): string[] {
  const there = new Set(other.split('\n').map(fold));
  return page.split('\n').filter((line) => !there.has(fold(line)));
}

const cut = (lines: readonly string[]) => lines.slice(0, MAX_PASSAGES).map((line) => line.slice(0, MAX_PASSAGE));

/** Least likeness of a passage that is shown as the new form of a clause; our own default. */
const MIN_LIKENESS = 0.3;

function findNearest(clause: string, lines: readonly string[]): string | null {
  const wanted = listPairs(clause);
  let best: string | null = null;
  let bestLikeness = MIN_LIKENESS;
  for (const line of lines.slice(0, MAX_SEARCHED)) {
    const likeness = measureLikeness(wanted, listPairs(line));
    if (likeness > bestLikeness) [best, bestLikeness] = [line.slice(0, MAX_PASSAGE), likeness];
  }
  return best;
}

/** Pairs of letters, because some languages put no space between words. */
function listPairs(text: string): Set<string> {
  const folded = fold(text);
  return new Set(Array.from({ length: Math.max(0, folded.length - 1) }, (_, at) => folded.slice(at, at + 2)));
}

/** How much of the wanted pairs a passage has, less for one that is much longer. */
function measureLikeness(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  const both = [...wanted].filter((pair) => found.has(pair)).length;
  return wanted.size + found.size === 0 ? 0 : (2 * both) / (wanted.size + found.size);
}
