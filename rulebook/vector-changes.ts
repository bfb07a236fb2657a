import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockInputOf, computeDue, isVector, type Vector } from '../domain/clock-arithmetic/index.js';
import { openClocks } from '../domain/open-clocks/index.js';
import { OWN_ACTS, type ClockRule, type RegimeVersion } from '../domain/rulebook/regime.js';
import { listNamedFacts } from './reviewed-law.js';
import type { Rulebook } from './rulebook.js';

interface LawVector extends Vector {
  regime: string;
  clock: string;
  start: string;
  events?: unknown;
}

/** A test vector with its due under two editions; null: no due, because no law in force counts it any more or yet. */
export interface VectorChange {
  id: string;
  from: string | null;
  to: string | null;
}

function isLawVector(value: unknown): value is LawVector {
  return isVector(value) && ['regime', 'clock', 'start'].every((key) => typeof value[key] === 'string');
}

export function readVectors(dir: string): LawVector[] {
  const folder = join(dir, 'vectors');
  if (!existsSync(folder)) return [];
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  return lines
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isLawVector);
}

/** Returns the vectors whose due differs between two editions, each counted with the rule and calendar of the edition. */
export function listVectorChanges(vectors: readonly LawVector[], before: Rulebook, after: Rulebook): VectorChange[] {
  const [from, to] = [createDueFinder(before), createDueFinder(after)];
  return vectors
    .map((vector) => ({ id: vector.id, from: from(vector), to: to(vector) }))
    .filter((change) => change.from !== change.to);
}

function createDueFinder(book: Rulebook): (vector: LawVector) => string | null {
  const known = new Map<RegimeVersion, Map<string, ClockRule>>();
  const findRule = (version: RegimeVersion, name: string) => {
    const rules = known.get(version) ?? mapRules(version);
    known.set(version, rules);
    return rules.get(name);
  };
  return (vector) => {
    const version = book.regimeAt(vector.regime, Date.parse(vector.start));
    const rule = version === undefined ? undefined : findRule(version, vector.clock);
    return version === undefined || rule === undefined ? null : findDue(vector, book, { ...version, clocks: [rule] });
  };
}

function mapRules(version: RegimeVersion): Map<string, ClockRule> {
  const rules = version.clocks.filter(({ basis }) => basis === 'law');
  const names = listNamedFacts(version).filter(({ clock }) => clock !== undefined);
  return new Map(rules.flatMap((rule, at) => (names[at] === undefined ? [] : [[names[at].id, rule] as const])));
}

const HOUR_MS = 3_600_000;

function findDue({ start, events }: LawVector, book: Rulebook, regime: RegimeVersion): string | null {
  const atMs = Date.parse(start);
  const [rule] = regime.clocks;
  const isFloor = rule?.form === 'floor';
  const { clocks } = openClocks({
    regime,
    calendar: regime.calendar === null ? null : (book.calendar(regime.calendar) ?? null),
    facts: {
      receivedAtMs: atMs,
      issuedAtMs: atMs,
      servedAtMs: atMs,
      knownAtMs: atMs,
      courtConfirmedAtMs: atMs,
      requestReceivedAtMs: atMs,
      effectAtMs: atMs,
      usersNotifiedAtMs: atMs,
      clarifiedAtMs: atMs,
      obstacleEndedAtMs: atMs,
      // Would hold back the clocks of other orders.
      enforcingNoticeAtMs: rule?.startsOn === 'enforcing_notice' ? atMs : undefined,
      hearingAtMs: isFloor ? atMs + HOUR_MS : undefined,
    },
    startsOn: OWN_ACTS.find((act) => act === rule?.startsOn),
    // A floor clock only opens if something could undercut it.
    ordered: isFloor ? { withinSeconds: 3_600, confirmed: true, enteredBy: null } : undefined,
    tzVersion: 'any',
    newId: () => 'clock',
  });
  const opened = clocks.find(
    ({ clock }) => clock.kind === rule?.kind && clock.owner === rule.owner && clock.basis === 'law',
  );
  if (opened === undefined) return null;
  const { zone, facts, rule: counted } = opened.receipt;
  const answer = computeDue(clockInputOf({ zone, facts, rule: { ...counted, events } }));
  return answer.ok && answer.dueAtMs !== null ? new Date(answer.dueAtMs).toISOString() : null;
}
