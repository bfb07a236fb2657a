import { SECTIONS, type LawFact, type Section } from './fact.js';

/** The same fact in two versions; null in the version that lacks it. */
export interface FactPair {
  key: string;
  before: LawFact | null;
  after: LawFact | null;
}

export function pairFacts(
  before: readonly LawFact[],
  after: readonly LawFact[],
): { section: Section; pairs: FactPair[] }[] {
  return SECTIONS.flatMap((section) => {
    const ofSection = (facts: readonly LawFact[]) => facts.filter((fact) => fact.section === section);
    const [was, is] = [ofSection(before), ofSection(after)];
    const keys = [...new Set([...is, ...was].map(({ key }) => key))];
    const find = (facts: LawFact[], key: string) => facts.find((fact) => fact.key === key) ?? null;
    const pairs = keys.map((key) => ({ key, before: find(was, key), after: find(is, key) }));
    return pairs.length === 0 ? [] : [{ section, pairs }];
  });
}

export function wholeText({ head, text }: LawFact): string {
  if (head === '' || text === '') return head + text;
  return /[?.:]$/.test(head) ? `${head} ${text}` : `${head}: ${text}`;
}

export interface Piece {
  change: 'same' | 'del' | 'ins';
  text: string;
}

/** Longer texts are shown as replaced as a whole, because a word-by-word difference of this size is unreadable. */
const MAX_WORDS = 400;

/** Returns the word-by-word difference of two texts. */
export function diffWords(before: string, after: string): Piece[] {
  if (before === after) return before === '' ? [] : [{ change: 'same', text: before }];
  const [was, is] = [splitWords(before), splitWords(after)];
  if (was.length > MAX_WORDS || is.length > MAX_WORDS)
    return attached([
      { change: 'del', text: before },
      { change: 'ins', text: after },
    ]);
  const longest = commonLengths(was, is);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < was.length || j < is.length) {
    if (i < was.length && j < is.length && was[i] === is[j]) {
      pieces.push({ change: 'same', text: was[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= is.length || (i < was.length && (longest[i + 1]?.[j] ?? 0) >= (longest[i]?.[j + 1] ?? 0))) {
      pieces.push({ change: 'del', text: was[i] ?? '' });
      i += 1;
    } else {
      pieces.push({ change: 'ins', text: is[j] ?? '' });
      j += 1;
    }
  }
  return attached(pieces);
}

function splitWords(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function commonLengths(was: readonly string[], is: readonly string[]): number[][] {
  const lengths = Array.from({ length: was.length + 1 }, () => Array.from({ length: is.length + 1 }, () => 0));
  for (let i = was.length - 1; i >= 0; i -= 1) {
    for (let j = is.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] as number[];
      row[j] =
        was[i] === is[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function attached(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.change === piece.change) last.text += piece.text;
    else if (piece.text !== '') result.push({ ...piece });
  }
  return result;
}

/** Splits a change line such as `comply: 36 hours → 3 hours`; null if it is not one. */
export function splitLine(line: string): { label: string; before: string; after: string } | null {
  const parts = /^([^:]{1,80}): (.*?) → (.*)$/su.exec(line);
  if (parts === null) return null;
  const [, label = '', before = '', after = ''] = parts;
  return { label, before, after };
}
