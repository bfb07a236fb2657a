import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { englishWords } from '../../support/words.js';
import type { Notice } from '../../../console/http/types.js';
import { searchLaws, type LawLine } from '../../../console/forms/law/search-laws.js';
import { formatTyped } from '../../../console/parts/format.js';
import { pickInstant, readWhen } from '../../../console/forms/when/when.js';
import { ownZone } from '../../../console/forms/when/zones.js';
import { settingsStore } from '../../../console/state/settings.js';
import { findUnclear, startTriage, toTriageBody } from '../../../console/triage/answers.js';
import { readSelectedDate, readSelectedDeadline } from '../../../console/triage/read-selection.js';

beforeAll(() => englishWords());
const language = settingsStore.get().language;
afterEach(() => settingsStore.set((before) => ({ ...before, language })));

const NOTICE = {
  regime: { id: 'IN-69A-EMERG', version: '2009-10-27' },
  lawCandidates: [],
  authenticity: 'channel_verified',
  issuedAt: '2021-02-04T12:08:07.123Z',
  servedAt: null,
  receivedAt: '2021-02-04T12:10:00.000Z',
  facts: {},
  effectiveUntil: null,
  orderedDeadline: { within: 'PT26H', confirmed: true, enteredBy: null },
  queue: null,
  category: null,
  priority: null,
  checklist: [{ id: 'signed', answer: 'present' }],
} as unknown as Notice;
const ASKED = [{ id: 'signed' }] as never;

describe('answers of triage', () => {
  test('send nothing that was not changed', () => {
    expect(toTriageBody(NOTICE, startTriage(NOTICE), ASKED)).toEqual({
      regime: null,
      authenticity: 'channel_verified',
      checklist: { signed: 'present' },
    });
    expect(findUnclear(NOTICE, startTriage(NOTICE))).toBeNull();
  });

  test('drop what the chosen law does not ask', () => {
    const form = { ...startTriage(NOTICE), regime: 'IN-ITR-3-1-D' };
    const { checklist, regime } = toTriageBody(NOTICE, form, []);
    expect([checklist, regime]).toEqual([undefined, 'IN-ITR-3-1-D']);
  });

  test('hold back a time or a deadline that cannot be read', () => {
    const form = startTriage(NOTICE);
    expect(findUnclear(NOTICE, { ...form, facts: { ...form.facts, issuedAt: 'soon' } })).toBe('when');
    expect(findUnclear(NOTICE, { ...form, orderedDeadline: { kind: 'within', text: 'a while' } })).toBe('deadline');
    expect(findUnclear(NOTICE, { ...form, orderedDeadline: { kind: 'at', text: '' } })).toBe('deadline');
  });

  test.each(['en', 'de', 'fr'] as const)('show an instant in %s as the field reads it back', (shown) => {
    settingsStore.set((before) => ({ ...before, language: shown }));
    for (let month = 1; month <= 12; month += 1) {
      const at = `2021-${String(month).padStart(2, '0')}-09T12:08:00.000Z`;
      const when = readWhen(formatTyped(at), { zone: ownZone(), now: Date.parse(at) });
      expect([month, pickInstant(when)]).toEqual([month, at]);
    }
  });
});

describe('selected words', () => {
  test.each([
    ['Dated the 10th February, 2021', '2021-02-10'],
    ['4 February 2021 17:38 IST', '2021-02-04 17:38 IST'],
    ['soon', 'soon'],
  ])('%j fill a date with %j', (words, text) => {
    expect(readSelectedDate(words)).toBe(text);
  });

  test.each([
    ['within 24 hours of receipt', { kind: 'within', text: '24 hours' }],
    ['24 (vingt-quatre) heures', { kind: 'within', text: '24 hours' }],
    ['by 5 February 2021, 18:00', { kind: 'at', text: '2021-02-05 18:00' }],
    ['block them forthwith', { kind: 'immediately', text: '' }],
    ['as soon as you can', { kind: 'within', text: 'as soon as you can' }],
  ])('%j fill the deadline', (words, deadline) => {
    expect(readSelectedDeadline(words)).toEqual(deadline);
  });
});

describe('searchLaws', () => {
  const law = (id: string, title: string, jurisdiction: string) => ({ id, title, jurisdiction }) as LawLine;
  const LAWS = [
    law('FR-LCEN', 'Loi pour la confiance, retrait', 'FR'),
    law('IN-69A', 'Section 69A, blocking', 'IN'),
    law('IN-79', 'Section 79', 'IN'),
  ];
  const find = (text: string, country = 'IN') => {
    const found = searchLaws(LAWS, { text, country, nameOf: (code) => ({ IN: 'India', FR: 'France' })[code] ?? code });
    return [found.here.map(({ id }) => id), found.elsewhere.map(({ id }) => id)];
  };

  test('lists the laws of the country first', () => {
    expect(find('')).toEqual([['IN-69A', 'IN-79'], ['FR-LCEN']]);
    expect(find('', '')).toEqual([[], ['FR-LCEN', 'IN-69A', 'IN-79']]);
  });

  test('finds every typed word in id, title or country, whatever the accents', () => {
    expect(find('69a block')).toEqual([['IN-69A'], []]);
    expect(find('frànce')).toEqual([[], ['FR-LCEN']]);
    expect(find('69a retrait')).toEqual([[], []]);
  });
});
