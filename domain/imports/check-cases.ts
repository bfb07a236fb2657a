import type { ImportedCase } from './imported-case.js';

/** A problem of one case; `path` is a JSON Pointer within the list of cases. */
export interface CaseProblem {
  path: string;
  message: string;
}

interface Known {
  nowMs: number;
  isLaw: (id: string) => boolean;
  /** Source and external id of cases that the desk has already, as `caseKey` gives them. */
  present: ReadonlySet<string>;
  /** The name that this desk's own exports carry as their source. */
  ownSource: string;
}

/** As for a notice that comes in: a source's clock may be ahead of ours. */
const FUTURE_TOLERANCE_MS = 60_000;

export function caseKey({ source, externalId }: Pick<ImportedCase, 'source' | 'externalId'>): string {
  return JSON.stringify([source, externalId]);
}

/** Returns everything that keeps a list of cases from being imported; none: all of it can be. */
export function checkCases(cases: readonly ImportedCase[], known: Known): CaseProblem[] {
  const first = new Map<string, number>();
  return cases.flatMap((one, index) => {
    const key = caseKey(one);
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    const found = [...checkIdentity(one, { ...known, key, before }), ...checkTimes(one, known.nowMs)];
    if (one.record === null)
      for (const [no, { locator }] of one.targets.entries())
        if (locator.trim() === '') found.push({ path: `/targets/${no}/locator`, message: 'A target needs a locator.' });
    if (!known.isLaw(one.law)) found.push({ path: '/law', message: `The rulebook has no law "${one.law}".` });
    return found.map(({ path, message }) => ({ path: `/${index}${path}`, message }));
  });
}

function checkIdentity(
  { source, externalId }: ImportedCase,
  { key, before, present, ownSource }: Known & { key: string; before: number | undefined },
): CaseProblem[] {
  const path = '/externalId';
  if (before !== undefined)
    return [{ path, message: `Case ${before + 1} of the file has the same id "${externalId}".` }];
  if (present.has(key)) return [{ path, message: `"${externalId}" of ${source} has already been imported.` }];
  if (source === ownSource) return [{ path: '/source', message: 'This case is a notice of this desk.' }];
  return [];
}

function checkTimes(one: ImportedCase, nowMs: number): CaseProblem[] {
  const received = Date.parse(one.receivedAt);
  const times: [string, string | null][] = [
    ['/receivedAt', one.receivedAt],
    ['/decidedAt', one.decidedAt],
    ['/closedAt', one.closedAt],
    ...one.targets.map(({ decidedAt }, no): [string, string | null] => [`/targets/${no}/decidedAt`, decidedAt]),
  ];
  const problems = times.flatMap(([path, text]): CaseProblem[] => {
    if (text === null) return [];
    const at = Date.parse(text);
    if (at > nowMs + FUTURE_TOLERANCE_MS) return [{ path, message: `${text} is in the future.` }];
    const isBefore = at < received && !path.startsWith('/targets');
    return isBefore ? [{ path, message: `${text} is before the receipt at ${one.receivedAt}.` }] : [];
  });
  if (one.outcome === null || one.closedAt !== null) return problems;
  return [...problems, { path: '/outcome', message: 'An open case has no outcome. Give closedAt as well.' }];
}
