import { beforeAll, describe, expect, test } from '@jest/globals';
import { englishWords } from '../../../support/words.js';
import type * as CoverText from '../../../../console/roster/cover-text.js';
import type * as Texts from '../../../../console/roster/roster-text.js';
import type { Words } from '../../../../console/words/use-words.js';

let t: Words;
let texts: typeof Texts;
let formatCover: typeof CoverText.formatCover;

beforeAll(async () => {
  t = await englishWords();
  texts = await import('../../../../console/roster/roster-text.js');
  ({ formatCover } = await import('../../../../console/roster/cover-text.js'));
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('formatAssignee', () => {
  test('says why somebody is offered', () => {
    const person = { id: 'a', name: 'Ana', roles: [], open: 3, capacity: 8, speaks: ['hi'] };
    expect(texts.formatAssignee({ ...person, onShiftUntil: inHours(2), nextShiftAt: null }, t)).toMatch(
      /^on shift until .*\d\d:\d\d, speaks Hindi, 3 of 8 notices$/,
    );
    expect(
      texts.formatAssignee({ ...person, speaks: [], capacity: null, onShiftUntil: null, nextShiftAt: null }, t),
    ).toBe('3 notices');
  });
});

describe('formatShift', () => {
  test('says that a night shift ends on the next day', () => {
    const night = { days: ['mon' as const, 'fri' as const], from: '22:00', until: '06:00', zone: 'Europe/Berlin' };
    expect(texts.formatShift(night, t)).toBe('Mon and Fri, 22:00 to 06:00 on the next day, Europe/Berlin');
  });
});

describe('formatCover', () => {
  const person = (name: string) => ({ id: name, name, open: 1, capacity: 2, from: inHours(-1), until: inHours(2) });

  test('names three people and counts the others', () => {
    const people = ['Ana', 'Ben', 'Cem', 'Dia', 'Eli'].map(person);
    expect(formatCover({ people, next: null }, t)).toMatch(/^Ana, until .*1 of 2 notices; Ben,.*; Cem,.*, and 2 more$/);
  });

  test('says until when nobody works, that nobody is on the roster, or that it is no person’s', () => {
    expect(formatCover({ people: [], next: { id: 'a', name: 'Ana', from: inHours(30) } }, t)).toMatch(
      /^Nobody until .*\d\d:\d\d.* \(Ana\)\.$/,
    );
    expect(formatCover({ people: [], next: null }, t)).toBe('Nobody with the needed role is on the roster.');
    expect(formatCover(null, t)).toContain("the platform's");
  });
});
