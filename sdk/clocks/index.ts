/** `@notice-desk/clocks`: what makes a takedown notice due, without a desk (sdk/clocks/README.md). */
import { findVersionAt, openClocks, type NoticeFacts } from '../../domain/open-clocks/index.js';
import type { CalendarVersion, RegimeVersion } from '../../domain/rulebook/regime.js';

export { computeDue, verifyClockReceipt, verifyVector } from '../../domain/clock-arithmetic/index.js';
export type { ClockInput, Vector } from '../../domain/clock-arithmetic/index.js';
export type { CalendarVersion, ClockRule, RegimeVersion } from '../../domain/rulebook/regime.js';

/** The law as data: `law.json`, or one of your own of the same shape. */
export interface LawData {
  regimes: readonly { id: string; title: string; versions: readonly RegimeVersion[] }[];
  calendars: readonly CalendarVersion[];
}

const FACTS = {
  issuedAt: 'issuedAtMs',
  servedAt: 'servedAtMs',
  actualKnowledgeAt: 'knownAtMs',
  clarifiedAt: 'clarifiedAtMs',
  obstacleEndedAt: 'obstacleEndedAtMs',
  courtConfirmedAt: 'courtConfirmedAtMs',
  requestReceivedAt: 'requestReceivedAtMs',
  hearingAt: 'hearingAtMs',
  enforcingNoticeAt: 'enforcingNoticeAtMs',
  disclosureClearedAt: 'disclosureClearedAtMs',
  effectAt: 'effectAtMs',
  usersNotifiedAt: 'usersNotifiedAtMs',
} as const satisfies Record<string, keyof NoticeFacts>;

/** Instants (RFC 3339 with an offset) from which clocks count; those that are missing start none. */
export type Facts = { receivedAt: string } & Partial<Record<keyof typeof FACTS, string>>;

export interface LegalDeadline {
  law: string;
  version: string;
  /** What is due: `comply`, `acknowledge`, `challenge`, … */
  kind: string;
  owner: 'us' | 'authority';
  basis: 'law' | 'policy' | 'order';
  startsAt: string;
  dueAt: string | null;
  source: string;
  working: string[];
}

export interface Deadlines {
  deadlines: LegalDeadline[];
  /** Clocks that could not be computed, in words; a default time runs in their place. */
  problems: string[];
}

/** Lists what a notice under a law makes due. Throws a `RangeError` for an unknown law or day, or a wrong instant. */
export function listDeadlines(law: LawData, regime: string, facts: Facts): Deadlines {
  const { receivedAt, ...others } = facts;
  const receivedAtMs = readInstant('receivedAt', receivedAt);
  const version = needVersion(law, regime, receivedAtMs);
  const alongside = version.alongside.flatMap((id) => {
    const other = findVersion(law, id, receivedAtMs);
    return other === undefined ? [] : [{ regime: other, calendar: findCalendar(law, other) }];
  });
  let count = 0;
  const { clocks, problems } = openClocks({
    regime: version,
    calendar: findCalendar(law, version),
    alongside,
    facts: { receivedAtMs, ...readFacts(others) },
    tzVersion: 'any',
    newId: () => String((count += 1)),
  });
  const deadlines = clocks.map(({ clock, receipt }) => ({
    law: receipt.regime.id,
    version: receipt.regime.version,
    kind: clock.kind,
    owner: clock.owner,
    basis: clock.basis,
    startsAt: new Date(clock.startsAtMs).toISOString(),
    dueAt: clock.dueAtMs === null ? null : new Date(clock.dueAtMs).toISOString(),
    source: receipt.source,
    working: receipt.working,
  }));
  return { deadlines, problems };
}

function findVersion({ regimes }: LawData, id: string, atMs: number): RegimeVersion | undefined {
  return findVersionAt(regimes.find((regime) => regime.id === id)?.versions ?? [], atMs);
}

function needVersion(law: LawData, id: string, atMs: number): RegimeVersion {
  const version = findVersion(law, id, atMs);
  if (version !== undefined) return version;
  const isKnown = law.regimes.some((regime) => regime.id === id);
  throw new RangeError(
    isKnown ? `${id} was not in force on ${new Date(atMs).toISOString()}.` : `There is no law ${id}.`,
  );
}

function findCalendar({ calendars }: LawData, { calendar }: RegimeVersion): CalendarVersion | null {
  return calendars.find(({ id }) => id === calendar) ?? null;
}

function readFacts(facts: Partial<Record<string, string>>): Partial<NoticeFacts> {
  for (const name of Object.keys(facts))
    if (!Object.hasOwn(FACTS, name))
      throw new RangeError(`There is no fact ${name}. Facts: ${Object.keys(FACTS).join(', ')}.`);
  return Object.fromEntries(
    Object.entries(FACTS).flatMap(([name, field]) => {
      const at = facts[name];
      return at === undefined ? [] : [[field, readInstant(name, at)]];
    }),
  );
}

function readInstant(name: string, text: string): number {
  const atMs = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new RangeError(`${name} must be an instant such as 2026-11-10T10:15:00+05:30.`);
  return atMs;
}
