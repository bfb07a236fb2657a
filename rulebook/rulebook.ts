import { localDateIn } from '../domain/clock-arithmetic/index.js';
import type { GroundCode } from '../domain/target/ground.js';
import { drivesClocks, type CalendarVersion, type RegimeVersion } from '../domain/law/regime.js';
import {
  proposeLaws,
  type AuthorityKind,
  type PaperToPlace,
  type Proposal,
  type ProposedLaw,
} from '../domain/law/proposal.js';
import { distance } from 'fastest-levenshtein';
import type { LawTime } from '../domain/clock-arithmetic/law-time.js';

/** One law with all its versions, oldest first. */
export interface Regime {
  id: string;
  title: string;
  family: string;
  jurisdictions: string[];
  proposeFor: Proposal[];
  versions: RegimeVersion[];
}

export interface Authority {
  id: string;
  name: string;
  country: string;
  kind: AuthorityKind;
  domains: string[];
  signers: { name: string; rank: string; validFrom?: string; validTo?: string }[];
  verification: 'unverified' | 'verified';
  contacts: { purpose: 'letters' | 'callback'; email?: string; phone?: string }[];
  /** Asked for by no authority of the rulebook: people write it into the directory. */
  statusUpdates: null;
}

/** One ground with its texts by language. */
export interface Ground {
  code: GroundCode;
  title: Record<string, string>;
  text: Record<string, string>;
}

/** Raised when stored content of before can no longer be read by this program. */
export const CONTENT_FORMAT = 1;

/** A whole rulebook as plain JSON: what the files said, checked, and nothing of where they lay. */
export interface RulebookContent {
  format: number;
  regimes: Regime[];
  calendars: CalendarVersion[];
  authorities: Authority[];
  grounds: Ground[];
}

export interface Rulebook {
  regimeById(id: string): Regime | undefined;
  /** The version that governs a notice received then; undefined where the law is unknown, is not in force yet or has ended. */
  regimeAt(id: string, receivedAtMs: number): RegimeVersion | undefined;
  nearestRegimeIds(id: string, count: number): string[];
  /** The laws to think of, of those in force at the receipt where it is given, the one to propose first; `HOUSE-DEFAULT` alone where none fits. */
  proposeLaws(paper: PaperToPlace, receivedAtMs?: number): ProposedLaw[];
  /** The id of the first of them. */
  proposeRegime(paper: PaperToPlace): string;
  /** Versions in force at a time, or all of them. */
  listRegimes(when?: LawTime): RegimeVersion[];
  calendar(id: string): CalendarVersion | undefined;
  calendars: readonly CalendarVersion[];
  authorities: readonly Authority[];
  grounds: readonly Ground[];
  regimes: readonly Regime[];
}

export const HOUSE_DEFAULT = 'HOUSE-DEFAULT';

/** The first version of a law that drives clocks. */
function firstVersion(versions: readonly RegimeVersion[]): RegimeVersion | undefined {
  return versions.find(drivesClocks);
}

/** The first version of a law that comes into force only after a time; undefined where it is or was in force, or never will be. */
export function upcomingVersion({ versions }: Pick<Regime, 'versions'>, atMs: number): RegimeVersion | undefined {
  const first = firstVersion(versions);
  return first !== undefined && localDateIn(first.zone, atMs) < first.inForceFrom ? first : undefined;
}

/** The version in force on the local date of the receipt in the issuer's zone. */
function versionAt(versions: readonly RegimeVersion[], atMs: number): RegimeVersion | undefined {
  const first = firstVersion(versions);
  if (first === undefined) return undefined;
  const date = localDateIn(first.zone, atMs);
  return versions.find((version) => isInForce(version, { date }));
}

/** Whether a version of a law drives clocks at a time: from its first day on, and before the day that ends it. */
export function isInForce(version: RegimeVersion, when: LawTime): boolean {
  const date = 'date' in when ? when.date : localDateIn(version.zone, when.atMs);
  const { inForceFrom, inForceTo } = version;
  return drivesClocks(version) && inForceFrom <= date && (inForceTo === null || date < inForceTo);
}

function propose(regimes: readonly Regime[], paper: PaperToPlace): ProposedLaw[] {
  const laws = proposeLaws(regimes, paper);
  return laws.length > 0 ? laws : [{ id: HOUSE_DEFAULT, why: 'The rulebook proposes no law for it.', words: [] }];
}

/** The law as data, read once and never changed. */
export function makeRulebook(content: RulebookContent): Rulebook {
  const byId = new Map(content.regimes.map((regime) => [regime.id, regime]));
  const versions = content.regimes.flatMap((regime) => regime.versions);
  return {
    regimes: content.regimes,
    calendars: content.calendars,
    authorities: content.authorities,
    grounds: content.grounds,
    regimeById: (id) => byId.get(id),
    regimeAt: (id, receivedAtMs) => {
      const known = byId.get(id)?.versions ?? [];
      // The company's own times have no first day: a notice received before it still needs a clock.
      return versionAt(known, receivedAtMs) ?? (id === HOUSE_DEFAULT ? firstVersion(known) : undefined);
    },
    nearestRegimeIds: (id, count) => {
      const wanted = id.slice(0, 60).toUpperCase(); // hostile input: the distance costs length squared
      return [...byId.keys()]
        .map((known) => ({ known, distance: distance(wanted, known) }))
        .sort((one, other) => one.distance - other.distance || (one.known < other.known ? -1 : 1))
        .slice(0, count)
        .map(({ known }) => known);
    },
    proposeLaws: (paper, receivedAtMs) => {
      const isUpcoming = (regime: Regime) =>
        receivedAtMs !== undefined && upcomingVersion(regime, receivedAtMs) !== undefined;
      return propose(
        content.regimes.filter((regime) => !isUpcoming(regime)),
        paper,
      );
    },
    proposeRegime: (paper) => propose(content.regimes, paper)[0]?.id ?? HOUSE_DEFAULT,
    listRegimes: (when) => (when === undefined ? versions : versions.filter((version) => isInForce(version, when))),
    calendar: (id) => content.calendars.find((calendar) => calendar.id === id),
  };
}
