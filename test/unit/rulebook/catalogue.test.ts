import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { localDateIn } from '../../../domain/clock-arithmetic/index.js';
import { drivesClocks, type RegimeVersion, type Sourced } from '../../../domain/rulebook/regime.js';
import { book, openVersion } from '../../support/received.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const versions = book.listRegimes();

/** The first instant of a version's first day in its own zone. */
function firstDay({ zone, inForceFrom }: RegimeVersion): number {
  const about = Date.parse(`${inForceFrom}T00:00:00Z`) - DAY;
  for (let atMs = about; ; atMs += 15 * 60_000) if (localDateIn(zone, atMs) === inForceFrom) return atMs;
}

function listStatedFacts(version: RegimeVersion): { where: string; fact: Sourced }[] {
  const { id, inForce, deemedService, secrecy, userNotice } = version;
  const lists = { clocks: version.clocks, contents: version.contents, whoMayOrder: version.whoMayOrder } as const;
  const more = { remedies: version.remedies, penalties: version.penalties, grounds: version.grounds } as const;
  const single = { inForce, deemedService, secrecy, userNotice };
  return [
    ...Object.entries({ ...lists, ...more }).flatMap(([name, list]) =>
      list.map((fact, index) => ({ where: `${id} ${version.version} ${name} ${index}`, fact })),
    ),
    ...Object.entries(single).flatMap(([name, fact]) =>
      fact === null ? [] : [{ where: `${id} ${version.version} ${name}`, fact }],
    ),
  ];
}

const facts = versions.flatMap(listStatedFacts);

describe('law catalogue', () => {
  test('holds at least 60 clocks of law in at least 35 regimes, not counting drafts', () => {
    const driving = versions.filter(({ status }) => status !== 'draft');
    const law = driving.flatMap(({ id, clocks }) =>
      clocks.filter(({ basis, status }) => basis === 'law' && status !== 'draft').map((clock) => ({ id, clock })),
    );
    const distinct = new Set(
      law.map(({ id, clock }) => JSON.stringify([id, clock.kind, clock.startsOn, clock.counting])),
    );
    expect(distinct.size).toBeGreaterThanOrEqual(60);
    expect(new Set(law.map(({ id }) => id)).size).toBeGreaterThanOrEqual(35);
  });

  test('holds at least 60 clocks of law with a period of their own', () => {
    const counted = versions.flatMap(({ id, status, clocks }) =>
      status === 'draft'
        ? []
        : clocks.filter(({ basis, counting }) => basis === 'law' && counting).map((clock) => [id, clock]),
    );
    expect(new Set(counted.map((entry) => JSON.stringify(entry))).size).toBeGreaterThanOrEqual(60);
  });

  test('names no law and no version twice', () => {
    const ids = book.regimes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const regime of book.regimes) {
      const names = regime.versions.map(({ version }) => version);
      expect(names).toEqual([...new Set(names)].sort());
    }
  });
});

describe('facts of the law catalogue', () => {
  test('have a source', () => {
    expect(facts.filter(({ fact }) => fact.source.length < 8).map(({ where }) => where)).toEqual([]);
  });

  test('are marked as company policy exactly if their source says so', () => {
    const passedOff = versions.flatMap(({ id, clocks }) =>
      clocks
        .filter(({ basis, source }) => (basis === 'policy') !== source.startsWith('Company policy'))
        .map(({ kind }) => [id, kind]),
    );
    expect(passedOff).toEqual([]);
  });

  test('name no reviewer, as no counsel has read them yet', () => {
    expect(facts.filter(({ fact }) => fact.reviewer !== null).map(({ where }) => where)).toEqual([]);
  });

  test('are primary only if read on the official site of the legislator', () => {
    const primary = facts.filter(({ fact }) => fact.confidence === 'primary').map(({ fact }) => fact.citation);
    const official =
      /^https?:\/\/((www\.)?(legislation\.gov\.uk|legifrance\.gouv\.fr)|legislation\.data\.gov\.uk|uscode\.house\.gov)\//;
    expect(primary.filter((citation) => !official.test(citation?.url ?? ''))).toEqual([]);
  });

  test('quote the law only with its place, the date of reading, and a hash or fixed address', () => {
    const quoted = facts.filter(({ fact }) => (fact.citation?.clause ?? null) !== null);
    const namesCommit = /\/blob\/[0-9a-f]{40}\//;
    const bare = quoted.filter(
      ({ fact: { citation } }) =>
        !citation?.pinpoint || !citation.read || !(citation.sha256 || namesCommit.test(citation.url ?? '')),
    );
    expect(bare.map(({ where }) => where)).toEqual([]);
    expect(quoted.length).toBeGreaterThan(30);
  });
});

describe('versions of the law catalogue', () => {
  test.each(versions.filter(drivesClocks).map((version) => [version.id, version.version, version] as const))(
    'opens %s %s without problems for a document of its first day',
    (_, __, version) => {
      const receivedAtMs = firstDay(version);
      const opened = openVersion(version, { receivedAtMs, issuedAtMs: receivedAtMs - HOUR });
      expect(opened.problems).toEqual([]);
      const own = opened.clocks.filter(({ clock }) => clock.owner === 'us').map(({ clock }) => clock.kind);
      expect(own).toEqual(expect.arrayContaining(['acknowledge', 'decide']));
      expect(opened.clocks.every(({ receipt }) => !receipt.working[0]?.startsWith('Received before'))).toBe(true);
    },
  );

  test('govern from their first instant, and no longer from their end', () => {
    for (const version of versions.filter(drivesClocks)) {
      expect(book.regimeAt(version.id, firstDay(version))).toBe(version);
      if (version.inForceTo === null) continue;
      const endMs = firstDay({ ...version, inForceFrom: version.inForceTo });
      expect(book.regimeAt(version.id, endMs - 1)).toBe(version);
      expect(book.regimeAt(version.id, endMs)).not.toBe(version);
    }
  });

  test('show in the receipt of each clock the confidence in its period', () => {
    for (const version of versions.filter(drivesClocks)) {
      const receivedAtMs = firstDay(version);
      const bySource = new Map(version.clocks.map(({ source, confidence }) => [source, confidence]));
      for (const { receipt } of openVersion({ ...version, alongside: [] }, { receivedAtMs }).clocks) {
        expect(receipt.confidence).toBe(bySource.get(receipt.source));
      }
    }
  });

  test('mark periods recalled from memory, such as the two hours of India', () => {
    const acknowledge = book
      .regimeAt('IN-69A-EMERG', Date.UTC(2021, 1, 1))
      ?.clocks.find(({ kind }) => kind === 'acknowledge');
    expect(acknowledge).toMatchObject({ confidence: 'from_memory', counting: { amount: 2, unit: 'hour' } });
  });

  test('ask for each required content of a document with a question and a polite sentence', () => {
    const contents = versions.flatMap((version) => version.contents);
    expect(contents.length).toBeGreaterThan(40);
    expect(contents.filter(({ asks }) => !/^[A-Z].*\?$/.test(asks)).map(({ asks }) => asks)).toEqual([]);
    expect(contents.filter(({ sentence }) => !/^Please .*\.$/.test(sentence)).map(({ sentence }) => sentence)).toEqual(
      [],
    );
  });
});

describe('regimes of the law catalogue', () => {
  test('name only authorities of the directory from their own jurisdiction', () => {
    const byId = new Map(book.authorities.map((authority) => [authority.id, authority]));
    for (const { id, jurisdictions, versions: own } of book.regimes) {
      for (const name of own.flatMap(({ authorities }) => authorities)) {
        expect([id, name, jurisdictions.includes(byId.get(name)?.country ?? '')]).toEqual([id, name, true]);
      }
    }
  });

  test('count in a calendar of their own zone that covers 2021 to 2027, or in one that never closes', () => {
    const used = new Set(
      book.regimes.flatMap(({ versions: own }) => own.map(({ calendar, zone }) => `${calendar} ${zone}`)),
    );
    for (const [id, zone] of [...used].map((pair) => pair.split(' '))) {
      if (!id || id === 'null' || id === 'policy-24x7') continue;
      const calendar = book.calendar(id);
      // The addressee of a preservation order acts in Ireland, by the midnights of Brussels (docs/law/calendars.md).
      expect([id, calendar?.zone]).toEqual([id, id === 'ie-dublin' ? 'Europe/Dublin' : zone]);
      const years = new Set(calendar?.holidays.map((date) => Number(date.slice(0, 4))));
      const declared = calendar?.years?.flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (__, n) => from + n),
      );
      expect([id, [...years].sort((one, other) => one - other)]).toEqual([id, declared]);
      expect([id, declared?.slice(0, 7)]).toEqual([id, [2021, 2022, 2023, 2024, 2025, 2026, 2027]]);
    }
  });

  test('are proposed only if they are in force today', () => {
    const now = Date.UTC(2026, 10, 1);
    const proposed = book.regimes.filter(({ proposeFor }) => proposeFor.length > 0);
    expect(proposed.filter(({ id }) => book.regimeAt(id, now) === undefined).map(({ id }) => id)).toEqual([]);
  });

  test('set no period to comply for a voluntary referral', () => {
    for (const id of ['EU-IRU', 'IL-REFERRAL']) {
      const version = book.regimeAt(id, Date.UTC(2026, 10, 1));
      expect(version?.clocks.filter(({ basis }) => basis === 'law')).toEqual([]);
      expect(version?.clocks.find(({ kind }) => kind === 'comply')?.counting).toBeNull();
    }
  });
});

describe('draft calendars', () => {
  test('are marked as drafts and name the source of their holidays', () => {
    const others = ['gb-england-wales', 'us-federal', 'fr-paris', 'br-federal', 'jp-tokyo', 'kr-seoul'];
    for (const id of others) {
      expect(book.calendar(id)).toMatchObject({ status: 'draft', source: expect.stringContaining('date-holidays') });
      expect(book.calendar(id)?.version).toMatch(/^\d{4}-draft-\d+$/);
    }
  });

  test('hold the gazetted holidays of the Delhi offices for each year, 14 April included where declared', () => {
    const { holidays = [], years = [] } = book.calendar('in-central') ?? {};
    const of = (year: number) => holidays.filter((date) => date.startsWith(`${year}-`));
    // In 2025 Dussehra fell on 2 October.
    expect([2021, 2022, 2023, 2024, 2025, 2026].map((year) => of(year).length)).toEqual([17, 17, 18, 17, 17, 17]);
    expect(years.filter(({ status }) => status === 'published').map(({ from }) => from)).toEqual([
      2021, 2022, 2023, 2024, 2025, 2026,
    ]);
  });

  test('hold the days on which offices are closed for certain', () => {
    expect(book.calendar('gb-england-wales')?.holidays).toEqual(expect.arrayContaining(['2026-04-03', '2026-12-28']));
    expect(book.calendar('us-federal')?.holidays).toEqual(expect.arrayContaining(['2026-07-03', '2026-11-26']));
    expect(book.calendar('kr-seoul')?.holidays).toEqual(
      expect.arrayContaining(['2026-02-16', '2026-02-17', '2026-02-18', '2026-06-03']),
    );
    // A Saturday: the offices close on the Friday before.
    expect(book.calendar('us-federal')?.holidays).toEqual(expect.arrayContaining(['2023-11-10', '2028-11-10']));
  });

  test('hold for the United Kingdom the bank holidays of England and Wales, Scotland and Northern Ireland', () => {
    const all = book.calendar('gb-united-kingdom')?.holidays ?? [];
    expect(book.calendar('gb-england-wales')?.holidays.filter((date) => !all.includes(date))).toEqual([]);
    expect(all).toEqual(expect.arrayContaining(['2026-01-02', '2026-06-15', '2026-07-13', '2026-11-30', '2027-03-17']));
  });

  test('hold half-days of offices, none of them as a holiday', () => {
    expect(book.calendar('tr-ankara')?.halfDays).toContainEqual({ date: '2026-10-28', closesAt: '13:00' });
    expect(book.calendar('in-central')?.halfDays).toEqual([{ date: '2024-01-22', opensAt: '14:30' }]);
  });
});

describe('calendars computed from rules of law', () => {
  const listHolidays = (id: string, year: number) =>
    book.calendar(id)?.holidays.filter((date) => date.startsWith(`${year}-`)) ?? [];

  test('match the output of their rules', () => {
    const script = fileURLToPath(new URL('../../../scripts/law-calendars.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });

  test('differ between the German Länder', () => {
    const laender = book.calendars.filter(({ id }) => /^de-..$/.test(id));
    expect(laender).toHaveLength(16);
    const closedOn = (date: string) =>
      laender.filter(({ holidays }) => holidays.includes(date)).map(({ id }) => id.slice(3));
    expect(closedOn('2026-06-04')).toEqual(['bw', 'by', 'he', 'nw', 'rp', 'sl']); // Corpus Christi
    expect(closedOn('2027-11-01')).toEqual(['bw', 'by', 'nw', 'rp', 'sl']); // All Saints' Day
    expect(closedOn('2025-10-31')).toEqual(['bb', 'hb', 'hh', 'mv', 'ni', 'sh', 'sn', 'st', 'th']); // Reformation Day
    expect([closedOn('2022-03-08'), closedOn('2023-03-08')]).toEqual([['be'], ['be', 'mv']]);
    expect([closedOn('2025-05-08'), closedOn('2028-06-17')]).toEqual([['be'], ['be']]);
    expect([closedOn('2026-11-18'), closedOn('2021-09-20')]).toEqual([['sn'], ['th']]);
  });

  test('close the Union institutions in 2023 on the eighteen days of the Official Journal', () => {
    const listed = '01-02 04-06 04-07 04-10 05-01 05-09 05-18 05-19 05-29 07-21 08-15 11-01 11-02';
    const days = [...listed.split(' '), ...[25, 26, 27, 28, 29].map((day) => `12-${day}`)];
    expect(listHolidays('eu-institutions', 2023)).toEqual(days.map((day) => `2023-${day}`));
  });

  test('close Brazilian courts from 20 December to 6 January, and half of Ash Wednesday', () => {
    const recess = listHolidays('br-courts', 2026).filter((date) => date >= '2026-12-20');
    expect([recess.length, listHolidays('br-courts', 2027)[5], listHolidays('br-courts', 2027)[6]]).toEqual([
      12,
      '2027-01-06',
      '2027-02-08',
    ]);
    expect(book.calendar('br-courts')?.halfDays).toContainEqual({ date: '2026-02-18', opensAt: '14:00' });
  });

  test('place St Brigid’s Day in Ireland on the first Monday, or on Friday 1 February, from 2023 on', () => {
    expect(listHolidays('ie-dublin', 2022).filter((date) => date.startsWith('2022-02'))).toEqual([]);
    expect(listHolidays('ie-dublin', 2023)).toContain('2023-02-06');
    expect(listHolidays('ie-dublin', 2027)).toContain('2027-02-01');
  });
});
