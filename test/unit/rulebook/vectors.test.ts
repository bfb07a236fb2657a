import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isVector, verifyVector, type Vector } from '../../../domain/clock-arithmetic/index.js';
import {
  drivesClocks,
  type CalendarVersion,
  type ClockRule,
  type RegimeVersion,
} from '../../../domain/rulebook/regime.js';
import { openClocks } from '../../../domain/open-clocks/index.js';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';
import { listNamedFacts } from '../../../rulebook/reviewed-law.js';
import { book } from '../../support/received.js';

const DIR = join(BUILT_IN_RULEBOOK, 'vectors');

interface LawVector extends Vector {
  regime: string;
  version: string;
  clock: string;
  case: string;
  clause: { cite: string; words: string };
  derivation: string;
  start: string;
  rule: { amount: number; unit: string; stop: boolean };
  calendar?: Pick<CalendarVersion, 'holidays'>;
  events?: unknown[];
}

const vectors = readdirSync(DIR).flatMap((file) =>
  readFileSync(join(DIR, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LawVector)
    .map((vector) => ({ ...vector, file })),
);

function mapClocks(version: RegimeVersion): Map<string, ClockRule> {
  const rules = version.clocks.filter(({ basis }) => basis === 'law');
  const names = listNamedFacts(version).filter(({ clock }) => clock !== undefined);
  const named = names.flatMap(({ id }, at): [string, ClockRule][] =>
    rules[at] === undefined ? [] : [[id, rules[at]]],
  );
  return new Map(named.filter(([, { counting, status }]) => counting !== null && status !== 'draft'));
}

function versionAt({ regime, start }: LawVector): RegimeVersion {
  const version = book.regimeAt(regime, Date.parse(start));
  if (version === undefined) throw new Error(`${regime} governs nothing at ${start}`);
  return version;
}

/** The due instants of a notice with that instant as each of its facts, in the calendar of the line. */
function duesAt(vector: LawVector, version: RegimeVersion, rule: ClockRule): string[] {
  const atMs = Date.parse(vector.start);
  const known = version.calendar === null ? undefined : book.calendar(version.calendar);
  const holidays = vector.calendar?.holidays ?? known?.holidays ?? [];
  const facts = {
    receivedAtMs: atMs,
    issuedAtMs: atMs,
    servedAtMs: atMs,
    knownAtMs: atMs,
    courtConfirmedAtMs: atMs,
    requestReceivedAtMs: atMs,
    effectAtMs: atMs,
    usersNotifiedAtMs: atMs,
    // It moves the time to comply too, so it is given to its own clock alone.
    enforcingNoticeAtMs: rule.startsOn === 'enforcing_notice' ? atMs : undefined,
    hearingAtMs: rule.form === 'floor' ? atMs + 3_600_000 : undefined,
  };
  const { clocks } = openClocks({
    regime: version,
    calendar: known === undefined ? null : { ...known, holidays },
    facts,
    startsOn: rule.startsOn === 'effect' ? 'effect' : undefined,
    // A floor clock only opens if something could undercut it.
    ordered: rule.form === 'floor' ? { withinSeconds: 3_600, confirmed: true, enteredBy: null } : undefined,
    tzVersion: 'any',
    newId: () => 'clock',
  });
  return clocks
    .filter(({ clock }) => clock.kind === rule.kind && clock.owner === rule.owner && clock.basis === 'law')
    .map(({ clock }) => new Date(clock.dueAtMs ?? Number.NaN).toISOString());
}

describe('test vectors of law', () => {
  test('agree with the clock arithmetic line by line', () => {
    expect(vectors.every(isVector)).toBe(true);
    expect(vectors.flatMap(verifyVector)).toEqual([]);
  });

  test('have a unique id, the file of their regime, the clause and the derivation', () => {
    expect(new Set(vectors.map(({ id }) => id)).size).toBe(vectors.length);
    for (const { id, file, regime, clause, derivation } of vectors) {
      expect([id, file]).toEqual([id, `${regime}.ndjson`]);
      expect([id, clause.cite.length > 5, clause.words.length > 10, derivation.length > 20]).toEqual([
        id,
        true,
        true,
        true,
      ]);
    }
  });

  test('name the version that governs at their start, and its period', () => {
    for (const vector of vectors) {
      const version = versionAt(vector);
      const counting = mapClocks(version).get(vector.clock)?.counting;
      const { amount, unit, stop } = vector.rule;
      expect([vector.id, version.version, counting?.amount, counting?.unit, counting?.stop]).toEqual([
        vector.id,
        vector.version,
        amount,
        unit,
        stop,
      ]);
    }
  });

  test('match the due time that the desk computes for a document under that law, if no event moved the clock', () => {
    for (const vector of vectors.filter(({ events }) => events === undefined)) {
      const version = versionAt(vector);
      const rule = mapClocks(version).get(vector.clock);
      expect([vector.id, rule === undefined ? [] : duesAt(vector, version, rule)]).toEqual([
        vector.id,
        expect.arrayContaining([vector.dueAt]),
      ]);
    }
  });

  test('include at least sixty derived by hand, from every regime', () => {
    const byHand = vectors.filter((vector) => 'byHand' in vector);
    expect(byHand.length).toBeGreaterThanOrEqual(60);
    expect(new Set(byHand.map(({ regime }) => regime))).toEqual(new Set(vectors.map(({ regime }) => regime)));
  });

  test('include at least five for each clock in force, one of each kind', () => {
    const current = book.listRegimes().filter((version) => drivesClocks(version) && version.inForceTo === null);
    const wanted = current.flatMap((version) => [...mapClocks(version).keys()].map((clock) => [version.id, clock]));
    const lacking = wanted.filter(([regime, clock]) => {
      const own = vectors.filter((vector) => vector.regime === regime && vector.clock === clock);
      const kinds = new Set(own.map((vector) => vector.case));
      return own.length < 5 || !['normal', 'boundary', 'weekend', 'stop', 'zone'].every((kind) => kinds.has(kind));
    });
    expect(wanted.length).toBeGreaterThan(70);
    expect(lacking).toEqual([]);
  });
});
