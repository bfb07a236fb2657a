import type { RegimeVersion } from '../rulebook/regime.js';
import { SECRECY_LEVELS, type SecrecyLevel } from './notice.js';

/** Who can read a notice, and until when it is restricted. `untilMs` null: without end. */
export interface Secrecy {
  level: SecrecyLevel;
  people: readonly string[];
  untilMs: number | null;
}

const rank = (level: SecrecyLevel) => SECRECY_LEVELS.indexOf(level);
const getEndMs = ({ level, untilMs }: Secrecy) => (level === 'open' ? 0 : (untilMs ?? Number.POSITIVE_INFINITY));

export function isSecretAt({ level, untilMs }: Secrecy, atMs: number): boolean {
  return level !== 'open' && (untilMs === null || untilMs > atMs);
}

/** Returns the minimum secrecy that a law requires; none if it was annulled or repealed. */
export function findSecrecyFloor(law: Pick<RegimeVersion, 'secrecy' | 'status'> | undefined): SecrecyLevel {
  if (law === undefined || law.status === 'annulled' || law.status === 'repealed') return 'open';
  return law.secrecy?.level ?? 'open';
}

/** Whether a secrecy is below the law's floor: by its level, or because it ends. */
export function isBelow(secrecy: Secrecy, floor: SecrecyLevel): boolean {
  return floor !== 'open' && (rank(secrecy.level) < rank(floor) || secrecy.untilMs !== null);
}

/** Raises a secrecy to the floor. If that results in a gag that names no one, `forGags` are named. */
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
 * Makes a follow-up as secret as the earlier notice, and for as long, since it reveals that one. People it names stay
 * named; otherwise it takes over the earlier notice's.
 */
export function asCloseAs(said: Secrecy, earlier: Secrecy): Secrecy {
  if (rank(said.level) >= rank(earlier.level) && getEndMs(said) >= getEndMs(earlier)) return said;
  const level = rank(said.level) < rank(earlier.level) ? earlier.level : said.level;
  const endMs = Math.max(getEndMs(said), getEndMs(earlier));
  const people = said.people.length === 0 ? earlier.people : said.people;
  return { level, people, untilMs: Number.isFinite(endMs) ? endMs : null };
}

/** Whether two are equal; the order of names does not matter. */
export function isSame(one: Secrecy, other: Secrecy): boolean {
  return (
    one.level === other.level &&
    getEndMs(one) === getEndMs(other) &&
    isSubset(one.people, other.people) &&
    isSubset(other.people, one.people)
  );
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/**
 * Whether a change only removes access, so that one person may make it: a higher level for people who could read it
 * already, or the same level for longer. Newly named people need a second person's approval.
 */
export function onlyRaises(change: { from: Secrecy; to: Secrecy; knewBefore: (entry: string) => boolean }): boolean {
  const { from, to, knewBefore } = change;
  if (getEndMs(to) < getEndMs(from) || rank(to.level) < rank(from.level)) return false;
  if (rank(to.level) === rank(from.level)) return isSubset(to.people, from.people) && isSubset(from.people, to.people);
  return from.level === 'open' || to.people.every(knewBefore);
}

export function onlyNames({ from, to }: { from: Secrecy; to: Secrecy }): boolean {
  return from.level === to.level && getEndMs(from) === getEndMs(to);
}
