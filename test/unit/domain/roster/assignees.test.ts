import { describe, expect, test } from '@jest/globals';
import { WEEKDAYS } from '../../../../domain/clock-arithmetic/calendar-date.js';
import { findCover, rankAssignees, type RosteredPerson } from '../../../../domain/roster/assignees.js';
import type { Shift } from '../../../../domain/roster/shifts.js';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-12-01T10:00:00Z');
const daily = (from: string, until: string): Shift => ({ days: [...WEEKDAYS], from, until, zone: 'UTC' });
const person = (name: string, patch: Partial<RosteredPerson> = {}): RosteredPerson => ({
  id: name,
  name,
  roles: ['reviewer'],
  shifts: [],
  absences: [],
  languages: [],
  capacity: null,
  open: 0,
  ...patch,
});

describe('rankAssignees', () => {
  const rank = (...people: RosteredPerson[]) => rankAssignees(people, { nowMs: NOW, languages: ['hi'] });
  const names = (...people: RosteredPerson[]) => rank(...people).map(({ person: { name } }) => name);
  const on = { shifts: [daily('08:00', '16:00')] };
  const off = { shifts: [daily('18:00', '22:00')] };

  test('offers people on shift first, then those without shifts, then those off shift, then the full', () => {
    const full = person('full', { ...on, capacity: 3, open: 3 });
    expect(names(full, person('off', off), person('unknown'), person('on', on))).toEqual([
      'on',
      'unknown',
      'off',
      'full',
    ]);
  });

  test('prefers who speaks the language, then who has fewer notices', () => {
    const busy = person('busy', { ...on, open: 5 });
    expect(names(busy, person('free', on), person('hindi', { ...on, open: 7, languages: ['hi', 'en'] }))).toEqual([
      'hindi',
      'free',
      'busy',
    ]);
    expect(rank(person('a', { ...on, languages: ['en', 'hi'] }))[0]).toMatchObject({
      speaks: ['hi'],
      onShiftUntilMs: at('2026-12-01T16:00:00Z'),
      nextShiftMs: null,
    });
  });

  test('leaves out who is absent', () => {
    expect(names(person('away', { ...on, absences: [{ fromMs: NOW, untilMs: NOW + 1 }] }))).toEqual([]);
    expect(names(person('back', { ...on, absences: [{ fromMs: NOW - 9, untilMs: NOW }] }))).toEqual(['back']);
  });
});

describe('findCover', () => {
  const cover = (dueAt: string, ...people: RosteredPerson[]) => {
    const { inTime, tooLate } = findCover(people, { nowMs: NOW, dueAtMs: at(dueAt) });
    return {
      inTime: inTime.map(({ person: { name }, span }) => [name, new Date(span.fromMs).toISOString()]),
      tooLate: tooLate && [tooLate.person.name, new Date(tooLate.fromMs).toISOString()],
    };
  };
  const evening = person('evening', { shifts: [daily('18:00', '22:00')] });
  const day = person('day', { shifts: [daily('08:00', '16:00')] });

  test('names who works before the deadline, soonest first', () => {
    expect(cover('2026-12-01T20:00:00Z', evening, day)).toEqual({
      inTime: [
        ['day', '2026-12-01T10:00:00.000Z'],
        ['evening', '2026-12-01T18:00:00.000Z'],
      ],
      tooLate: null,
    });
  });

  test('otherwise names the first who comes too late', () => {
    expect(cover('2026-12-01T18:00:00Z', evening)).toEqual({
      inTime: [],
      tooLate: ['evening', '2026-12-01T18:00:00.000Z'],
    });
    expect(cover('2026-12-01T18:00:00Z', person('nobody'))).toEqual({ inTime: [], tooLate: null });
  });

  test('passes over who has no capacity or is absent until the deadline', () => {
    const full = person('full', { ...day, name: 'full', capacity: 1, open: 1 });
    const away = { ...day, absences: [{ fromMs: NOW - 1, untilMs: at('2026-12-02T12:00:00Z') }] };
    expect(cover('2026-12-01T15:00:00Z', full, away)).toEqual({
      inTime: [],
      tooLate: ['day', '2026-12-02T12:00:00.000Z'],
    });
  });

  test('after the deadline names who is there now as too late', () => {
    expect(cover('2026-12-01T09:00:00Z', day)).toEqual({ inTime: [], tooLate: ['day', '2026-12-01T10:00:00.000Z'] });
  });
});
