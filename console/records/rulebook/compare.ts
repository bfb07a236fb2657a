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

/** Splits a change line such as `comply: 36 hours → 3 hours`; null if it is not one. */
export function splitLine(line: string): { label: string; before: string; after: string } | null {
  const parts = /^([^:]{1,80}): (.*?) → (.*)$/su.exec(line);
  if (parts === null) return null;
  const [, label = '', before = '', after = ''] = parts;
  return { label, before, after };
}
