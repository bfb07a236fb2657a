import { describe, expect, test } from '@jest/globals';
import type { CalendarVersion, ClockRule, RegimeVersion } from '../../../domain/rulebook/regime.js';
import { diffLaw, formatDifference, type RulebookDifference } from '../../../rulebook/diff.js';
import { fingerprintJson } from '../../../rulebook/fingerprint.js';
import { aLaw } from '../../support/law/a-law.js';

const SOURCED = { source: 'The Act, s. 1', confidence: 'secondary', reviewer: null } as const;

const HOURS_36 = { amount: 36, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: false } as const;

function aClock(patch: Partial<ClockRule> = {}): ClockRule {
  return {
    kind: 'comply',
    owner: 'us',
    basis: 'law',
    form: 'ceiling',
    startsOn: 'actual_knowledge',
    counting: HOURS_36,
    period: 'plain',
    windows: [],
    guards: null,
    status: 'in_force',
    extend: false,
    escalation: [{ percent: 100, to: ['counsel'], page: true }],
    escalationTime: 'any',
    note: null,
    ...SOURCED,
    ...patch,
  };
}

const CITED = {
  text: 'reprint',
  title: 'The Act',
  id: null,
  pinpoint: 's. 1',
  clause: 'thirty-six hours',
  language: 'en',
  url: 'https://law.example/s_1',
  sha256: null,
  notStored: null,
  licence: null,
  read: '2026-11-27',
  by: null,
  reviewedUntil: null,
} as const;

function counted(amount: number): ClockRule['counting'] {
  return { amount, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: false };
}

function aVersion(patch: Partial<RegimeVersion> = {}): RegimeVersion {
  return aLaw([aClock()], {
    id: 'XX-ACT',
    version: '2021-02-25',
    title: 'The Act',
    jurisdiction: 'XX',
    inForceFrom: '2021-02-25',
    inForce: SOURCED,
    countries: ['XX'],
    authorities: ['xx-one'],
    summary: 'Remove.',
    ...patch,
  });
}

const CALENDAR: CalendarVersion = {
  id: 'xx-central',
  version: '2026-1',
  title: 'Central offices',
  zone: 'Asia/Kolkata',
  status: 'draft',
  weekend: ['sat', 'sun'],
  holidays: ['2026-01-26', '2026-08-15'],
  windows: {},
  source: 'The gazette',
  years: [],
};

function compare(before: RegimeVersion[], after: RegimeVersion[]): RulebookDifference[] {
  return diffLaw({ regimes: before, calendars: [] }, { regimes: after, calendars: [] });
}

function listDiffLines(before: RegimeVersion, after: RegimeVersion): string[] {
  const found = compare([before], [after]);
  expect(found).toHaveLength(1);
  return (found[0]?.changes ?? []).map(({ line }) => line);
}

describe('diffLaw: two states of the law', () => {
  test('finds no difference if only the order of keys differs', () => {
    const version = aVersion();
    const turned = Object.fromEntries(Object.entries(version).toReversed()) as unknown as RegimeVersion;
    expect(compare([version], [turned])).toEqual([]);
    expect(fingerprintJson(turned)).toBe(fingerprintJson(version));
    expect(fingerprintJson({ ...version, summary: 'x' })).not.toBe(fingerprintJson(version));
  });

  test('reports a law with another version at another time as changed', () => {
    const old = aVersion({ inForceTo: '2026-02-20' });
    const fresh = aVersion({
      version: '2026-02-20',
      inForceFrom: '2026-02-20',
      clocks: [aClock({ counting: counted(3) })],
    });
    const [found] = compare([old], [fresh]);
    expect(found).toMatchObject({ id: 'XX-ACT', change: 'changed', before: '2021-02-25', after: '2026-02-20' });
    expect(found && formatDifference(found)).toBe('regime XX-ACT 2021-02-25 → 2026-02-20: The Act');
    expect(found?.changes.map(({ line }) => line)).toEqual([
      'in force: from 2021-02-25 until 2026-02-20 → from 2026-02-20',
      'comply: 36 hours → 3 hours from actual knowledge (secondary)',
    ]);
    expect(found?.changes[1]).toMatchObject({ field: 'clocks.comply', before: { counting: { amount: 36 } } });
  });

  test('reports a new version as added, and leaves the old one unmentioned', () => {
    const old = aVersion();
    const fresh = aVersion({ version: '2026-02-20', inForceFrom: '2026-02-20' });
    expect(compare([old], [old, fresh])).toMatchObject([{ change: 'added', before: null, after: '2026-02-20' }]);
    expect(compare([old, fresh], [old])).toMatchObject([{ change: 'ended', before: '2026-02-20', after: null }]);
  });

  test('names added and removed laws by id', () => {
    const found = compare([aVersion({ id: 'XX-OLD' })], [aVersion({ id: 'XX-NEW' })]);
    expect(found.map(formatDifference)).toEqual([
      'regime XX-NEW 2021-02-25 is new: The Act',
      'regime XX-OLD 2021-02-25 is no longer there: The Act',
    ]);
  });
});

describe('diffLaw: clocks of a law', () => {
  test('treats a clock with another start as the same, and shows both starts', () => {
    const fresh = aClock({ startsOn: 'receipt', counting: counted(3) });
    expect(listDiffLines(aVersion(), aVersion({ clocks: [fresh] }))).toEqual([
      'comply: 36 hours from actual knowledge → 3 hours from receipt (secondary)',
    ]);
  });

  test('shows an added or removed clock in full, with its confidence', () => {
    const decide = aClock({ kind: 'decide', startsOn: 'receipt', counting: counted(1), confidence: 'from_memory' });
    expect(listDiffLines(aVersion(), aVersion({ clocks: [aClock(), decide] }))).toEqual([
      'new clock decide: 1 hour from receipt (from memory)',
    ]);
    expect(listDiffLines(aVersion({ clocks: [aClock(), decide] }), aVersion())).toEqual([
      'clock removed, was decide: 1 hour from receipt',
    ]);
  });

  test('does not confuse a clock limited to certain dates with the one that is not', () => {
    const near = aClock({ counting: counted(1), windows: [{ from: '2026-10-03', to: '2026-10-08' }] });
    const later = { ...near, windows: [{ from: '2026-10-24', to: '2026-10-29' }] };
    expect(listDiffLines(aVersion({ clocks: [near, aClock()] }), aVersion({ clocks: [aClock(), later] }))).toEqual([
      'comply, runs: only for starts from 2026-10-03 until 2026-10-08 → only for starts from 2026-10-24 until 2026-10-29',
    ]);
  });

  test.each<[string, Partial<ClockRule>, string]>([
    ['the source', { source: 'The Act, s. 2' }, 'comply, source: The Act, s. 1 → The Act, s. 2'],
    ['the confidence', { confidence: 'primary' }, 'comply, confidence: secondary → primary'],
    ['a reading by counsel', { reviewer: 'A. Counsel' }, 'comply, reviewer: none → A. Counsel'],
    ['the status', { status: 'suspended' }, 'comply, status: in force → suspended'],
    ['the right to extend', { extend: true }, 'comply, extend: no → yes'],
    [
      'the order setting the time',
      { counting: null },
      'comply: 36 hours → as the order says from actual knowledge (secondary)',
    ],
    ['the right to pause', { counting: { ...HOURS_36, stop: true } }, 'comply, can be paused: no → yes'],
    ['the roll', { counting: { ...HOURS_36, roll: 'following' } }, 'comply, moved to a business day: none → following'],
    ['the escalation', { escalation: [] }, 'comply, escalation: 100 % counsel by page → no escalation'],
    [
      'the citation',
      { citation: CITED },
      'comply, citation: none → reprint, The Act, s. 1, thirty-six hours, en, https://law.example/s_1, 2026-11-27',
    ],
    ['the period rule', { period: 'eu_1182_71' }, 'comply, period: plain → eu 1182 71'],
  ])('shows %s on a line of its own', (_, patch, line) => {
    expect(listDiffLines(aVersion(), aVersion({ clocks: [aClock(patch)] }))).toEqual([line]);
  });
});

describe('diffLaw: citations and silence', () => {
  test('shows each changed part of a citation', () => {
    const again = aClock({ citation: { ...CITED, text: 'official', clause: '36 hours' } });
    expect(listDiffLines(aVersion({ clocks: [aClock({ citation: CITED })] }), aVersion({ clocks: [again] }))).toEqual([
      'comply, citation, text: reprint → official',
      'comply, citation, clause: thirty-six hours → 36 hours',
    ]);
  });

  test('shows the silence of a law with both sides, the missing one as null', () => {
    const silent = { secrecy: { text: 'reprint', title: 'The Act', id: null, url: null, read: '2026-11-27' } } as const;
    const [difference] = compare([aVersion()], [aVersion({ silent })]);
    expect(difference?.changes).toEqual([
      {
        field: 'silent.secrecy',
        before: null,
        after: silent.secrecy,
        line: 'silent, secrecy: none → reprint, The Act, 2026-11-27',
      },
    ]);
  });
});

describe('diffLaw: other facts of a law', () => {
  const signature = {
    id: 'signature',
    asks: 'Is it signed?',
    sentence: 'It is not.',
    lack: 'void',
    ...SOURCED,
  } as const;

  test.each<[string, Partial<RegimeVersion>, Partial<RegimeVersion>, string[]]>([
    [
      'sets by name',
      {},
      { authorities: ['xx-two'], countries: ['XX', 'YY'] },
      ['authorities: added xx-two; removed xx-one', 'countries of effect: added YY'],
    ],
    [
      'contents of the document by id',
      {},
      { contents: [signature] },
      ['what the document must contain: new, Is it signed?'],
    ],
    [
      'a changed part of one content',
      { contents: [signature] },
      { contents: [{ ...signature, lack: 'clocks_run' }] },
      ['what the document must contain (Is it signed?), lack: void → clocks run'],
    ],
    [
      'the company policy for "immediately"',
      {},
      { immediatelySeconds: 1800 },
      ['company policy for "immediately": 60 minutes → 30 minutes'],
    ],
    ['a status', {}, { status: 'annulled' }, ['status: in force → annulled']],
    [
      'a removed penalty',
      { penalties: [{ text: 'Prison', fallsOn: ['staff'], ...SOURCED }] },
      {},
      ['penalty: removed, was Prison'],
    ],
    [
      'deemed service',
      {
        deemedService: {
          counting: { amount: 5, unit: 'calendar_day', dueTime: 'end_of_day', roll: 'none', stop: false },
          ...SOURCED,
        },
      },
      {},
      ['deemed service: removed, was 5 calendar days to the end of the day from the issue'],
    ],
    [
      'secrecy',
      {},
      { secrecy: { level: 'gagged', text: 'No disclosure', ...SOURCED } },
      ['secrecy: new, gagged: No disclosure'],
    ],
    ['the calendar', {}, { calendar: 'xx-central' }, ['calendar: none → xx-central']],
  ])('shows %s', (_, before, after, lines) => {
    expect(listDiffLines(aVersion(before), aVersion(after))).toEqual(lines);
  });
});

test('shows added and removed holidays of a calendar', () => {
  const fresh: CalendarVersion = { ...CALENDAR, version: '2026-2', holidays: ['2026-01-26', '2026-03-04'] };
  const found = diffLaw({ regimes: [], calendars: [CALENDAR] }, { regimes: [], calendars: [fresh] });
  expect(found).toMatchObject([{ what: 'calendar', id: 'xx-central', before: '2026-1', after: '2026-2' }]);
  expect(found[0]?.changes.map(({ line }) => line)).toEqual([
    'holidays: added 2026-03-04; removed 2026-08-15',
    'version: 2026-1 → 2026-2',
  ]);
});

test('shows added and removed half-days of a calendar', () => {
  const before: CalendarVersion = { ...CALENDAR, halfDays: [{ date: '2026-10-28', closesAt: '13:00' }] };
  const after: CalendarVersion = { ...CALENDAR, halfDays: [{ date: '2026-02-18', opensAt: '14:00' }] };
  const found = diffLaw({ regimes: [], calendars: [before] }, { regimes: [], calendars: [after] });
  expect(found[0]?.changes.map(({ line }) => line)).toEqual([
    'half-days: added 2026-02-18 14:00–; removed 2026-10-28 –13:00',
  ]);
});
