import type { Role } from '../people/permission.js';
import { findShift, findWorkingTime, type Shift, type WorkingTime } from './shifts.js';

export interface RosteredPerson {
  id: string;
  name: string;
  roles: readonly Role[];
  shifts: readonly Shift[];
  absences: readonly WorkingTime[];
  /** Codes such as `hi`. */
  languages: readonly string[];
  /** Notices at a time; null: not stated. */
  capacity: number | null;
  /** Assigned notices that are neither in force nor closed. */
  open: number;
}

export interface Availability<Person extends RosteredPerson = RosteredPerson> {
  person: Person;
  /** Null: not on shift. */
  onShiftUntilMs: number | null;
  nextShiftMs: number | null;
  /** Of the languages asked for. */
  speaks: string[];
  hasCapacity: boolean;
}

export const hasCapacity = ({ capacity, open }: RosteredPerson) => capacity === null || open < capacity;

const isAbsent = ({ absences }: RosteredPerson, atMs: number) =>
  absences.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);

/**
 * Ranks the people who can be assigned a notice: on shift with capacity first, then those without shifts on the roster;
 * among equals, who speaks a language of it, then who has fewest notices. Leaves out those who are absent.
 */
export function rankAssignees<Person extends RosteredPerson>(
  people: readonly Person[],
  { nowMs, languages }: { nowMs: number; languages: readonly string[] },
): Availability<Person>[] {
  return people
    .filter((person) => !isAbsent(person, nowMs))
    .map((person) => {
      const shift = findShift(person, nowMs);
      return {
        person,
        onShiftUntilMs: shift?.isNow === true ? shift.span.untilMs : null,
        nextShiftMs: shift?.isNow === false ? shift.span.fromMs : null,
        speaks: languages.filter((language) => person.languages.includes(language)),
        hasCapacity: hasCapacity(person),
      };
    })
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        other.speaks.length - one.speaks.length ||
        one.person.open - other.person.open ||
        one.person.name.localeCompare(other.person.name),
    );
}

function rank({ person, onShiftUntilMs, hasCapacity: fits }: Availability): number {
  if (!fits) return 3;
  if (onShiftUntilMs !== null) return 0;
  return person.shifts.length === 0 ? 1 : 2;
}

export interface DeadlineCover<Person extends RosteredPerson = RosteredPerson> {
  /** On shift before the deadline, soonest first; `span` begins now at the earliest. */
  inTime: { person: Person; span: WorkingTime }[];
  /** The first who comes too late; null if somebody comes in time, or no one comes at all. */
  tooLate: { person: Person; fromMs: number } | null;
}

/** Finds who works before a deadline and has capacity, among people who have the role and may act. */
export function findCover<Person extends RosteredPerson>(
  people: readonly Person[],
  { nowMs, dueAtMs }: { nowMs: number; dueAtMs: number },
): DeadlineCover<Person> {
  const able = people.filter(hasCapacity);
  const inTime = able
    .flatMap((person) => {
      const [span] = dueAtMs <= nowMs ? [] : findWorkingTime(person, { fromMs: nowMs, untilMs: dueAtMs });
      return span === undefined ? [] : [{ person, span: { ...span, fromMs: Math.max(span.fromMs, nowMs) } }];
    })
    .toSorted((one, other) => one.span.fromMs - other.span.fromMs || one.person.open - other.person.open);
  if (inTime.length > 0) return { inTime, tooLate: null };
  const [tooLate = null] = able
    .flatMap((person) => {
      const shift = findShift(person, Math.max(nowMs, dueAtMs));
      return shift === null ? [] : [{ person, fromMs: Math.max(shift.span.fromMs, nowMs) }];
    })
    .toSorted((one, other) => one.fromMs - other.fromMs);
  return { inTime, tooLate };
}
