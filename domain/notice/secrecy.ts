import type { RegimeVersion } from '../law/regime.js';
import { SECRECY_LEVELS, type SecrecyLevel } from './notice.js';

/** Who may know of a notice, and until when not everybody does. `untilMs` null: without end. */
export interface Secrecy {
  level: SecrecyLevel;
  people: readonly string[];
  untilMs: number | null;
}

const rank = (level: SecrecyLevel) => SECRECY_LEVELS.indexOf(level);
const endOf = ({ level, untilMs }: Secrecy) => (level === 'open' ? 0 : (untilMs ?? Number.POSITIVE_INFINITY));

/** Whether a secrecy keeps anybody out at an instant. */
export function isSecretAt({ level, untilMs }: Secrecy, atMs: number): boolean {
  return level !== 'open' && (untilMs === null || untilMs > atMs);
}

/** The least secrecy that a law asks for. One that was annulled or repealed asks for none. */
export function floorOf(law: Pick<RegimeVersion, 'secrecy' | 'status'> | undefined): SecrecyLevel {
  if (law === undefined || law.status === 'annulled' || law.status === 'repealed') return 'open';
  return law.secrecy?.level ?? 'open';
}

/** Whether a secrecy is less than the law's floor: at once, or by ending before the law says so. */
export function isBelow(secrecy: Secrecy, floor: SecrecyLevel): boolean {
  return floor !== 'open' && (rank(secrecy.level) < rank(floor) || secrecy.untilMs !== null);
}

/** What was said, raised to the floor where it is less. Where that makes a gag of it and names nobody, `forGags` are named. */
export function raisedTo(
  said: Secrecy,
  { floor, forGags }: { floor: SecrecyLevel; forGags: readonly string[] },
): Secrecy {
  if (!isBelow(said, floor)) return said;
  const level = rank(said.level) < rank(floor) ? floor : said.level;
  const people = level === 'gagged' && said.people.length === 0 ? forGags : said.people;
  return { level, people, untilMs: null };
}

/**
 * What was said of a paper about an earlier notice, as secret as that one and for as long: it tells of it. Whoever is named
 * stays named; where nobody is, the same people as there are.
 */
export function asCloseAs(said: Secrecy, earlier: Secrecy): Secrecy {
  if (rank(said.level) >= rank(earlier.level) && endOf(said) >= endOf(earlier)) return said;
  const level = rank(said.level) < rank(earlier.level) ? earlier.level : said.level;
  const endMs = Math.max(endOf(said), endOf(earlier));
  const people = said.people.length === 0 ? earlier.people : said.people;
  return { level, people, untilMs: Number.isFinite(endMs) ? endMs : null };
}

/** Whether two say the same. Names in another order are the same names. */
export function isSame(one: Secrecy, other: Secrecy): boolean {
  return (
    one.level === other.level &&
    endOf(one) === endOf(other) &&
    isSubset(one.people, other.people) &&
    isSubset(other.people, one.people)
  );
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/**
 * Whether a change only takes knowledge from people, so that one person may make it: a higher level for those who know of
 * it already, or the same for longer. Whoever is named without having been so needs a second person's yes.
 */
export function onlyRaises({
  from,
  to,
  knewBefore,
}: {
  from: Secrecy;
  to: Secrecy;
  knewBefore: (entry: string) => boolean;
}): boolean {
  if (endOf(to) < endOf(from) || rank(to.level) < rank(from.level)) return false;
  if (rank(to.level) === rank(from.level)) return isSubset(to.people, from.people) && isSubset(from.people, to.people);
  return from.level === 'open' || to.people.every(knewBefore);
}

/** Whether a change is about names alone: level and end stay. */
export function onlyNames({ from, to }: { from: Secrecy; to: Secrecy }): boolean {
  return from.level === to.level && endOf(from) === endOf(to);
}
