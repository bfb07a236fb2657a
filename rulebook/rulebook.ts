import { localDateIn } from '../domain/clock-arithmetic/index.js';
import type { GroundCode } from '../domain/targets/ground.js';
import { findFirstVersion, findVersionAt, isInForce } from '../domain/open-clocks/index.js';
import { drivesClocks, type CalendarVersion, type RegimeVersion } from '../domain/rulebook/regime.js';
import {
  proposeLaws,
  type AuthorityKind,
  type DocumentToPlace,
  type LawProposal,
  type ProposedLaw,
} from '../domain/rulebook/proposal.js';
import type { LawEvent } from '../domain/rulebook/law-event.js';
import { judgeApplicability, type Applicability, type CompanyFacts } from '../domain/rulebook/applicability.js';
import { distance } from 'fastest-levenshtein';
import { NO_CLAUSES, type LawClauses } from '../domain/letters/letter-law.js';
import type { LawTime } from '../domain/clock-arithmetic/law-time.js';

export interface Regime {
  id: string;
  title: string;
  family: string;
  jurisdictions: string[];
  proposeFor: LawProposal[];
  versions: RegimeVersion[];
}

export interface RulebookAuthority {
  id: string;
  name: string;
  country: string;
  kind: AuthorityKind;
  domains: string[];
  signers: { name: string; rank: string; validFrom?: string; validTo?: string }[];
  verification: 'unverified' | 'verified';
  contacts: { purpose: 'letters' | 'callback'; email?: string; phone?: string }[];
  /** Always null here: cadences of authorities are entered in the directory, not in the rulebook. */
  statusUpdates: null;
}

export interface Ground {
  code: GroundCode;
  title: Record<string, string>;
  text: Record<string, string>;
}

/** A country of whose law nothing is known. */
export interface Placeholder {
  country: string;
  name: string;
  tried?: string | undefined;
  on?: string | undefined;
}

/** Increment when this program can no longer read previously stored content. */
export const CONTENT_FORMAT = 1;

/** A whole rulebook as plain JSON: the validated content of its files without their locations. */
export interface RulebookContent {
  format: number;
  regimes: Regime[];
  calendars: CalendarVersion[];
  authorities: RulebookAuthority[];
  grounds: Ground[];
  /** Absent: none noted. */
  placeholders?: Placeholder[] | undefined;
  /** Absent: none noted. */
  events?: LawEvent[] | undefined;
  /** Absent: letters cite no provision. */
  clauses?: LawClauses | undefined;
  /** Facts about the company whose desk this is; absent: none stated. Not from the folder. */
  company?: CompanyFacts | undefined;
}

export interface Rulebook {
  regimeById(id: string): Regime | undefined;
  /** The version that governs a notice received then; undefined if the law is unknown, not yet in force, or ended. */
  regimeAt(id: string, receivedAtMs: number): RegimeVersion | undefined;
  nearestRegimeIds(id: string, count: number): string[];
  /**
   * Candidate laws, best first, limited to those in force at the receipt if it is given; only the default law of
   * company policy if none fits.
   */
  proposeLaws(document: DocumentToPlace, receivedAtMs?: number): ProposedLaw[];
  proposeRegime(document: DocumentToPlace): string;
  /** By the thresholds of the law and what the company states about itself. */
  judgeApplicability(version: Pick<RegimeVersion, 'thresholds'>): Applicability;
  listRegimes(when?: LawTime): RegimeVersion[];
  calendar(id: string): CalendarVersion | undefined;
  calendars: readonly CalendarVersion[];
  authorities: readonly RulebookAuthority[];
  grounds: readonly Ground[];
  regimes: readonly Regime[];
  company: CompanyFacts;
  placeholders: readonly Placeholder[];
  events: readonly LawEvent[];
  clauses: LawClauses;
}

export const POLICY_DEFAULT = 'POLICY-DEFAULT';

export function upcomingVersion({ versions }: Pick<Regime, 'versions'>, atMs: number): RegimeVersion | undefined {
  const first = findFirstVersion(versions);
  return first !== undefined && localDateIn(first.zone, atMs) < first.inForceFrom ? first : undefined;
}

function propose(regimes: readonly Regime[], document: DocumentToPlace): ProposedLaw[] {
  const laws = proposeLaws(regimes, document);
  return laws.length > 0 ? laws : [{ id: POLICY_DEFAULT, why: 'The rulebook proposes no law for it.', words: [] }];
}

/**
 * Builds an immutable rulebook from its content. A law that does not apply to the company is proposed for no document.
 */
export function makeRulebook(content: RulebookContent): Rulebook {
  const { company = {} } = content;
  const byId = new Map(content.regimes.map((regime) => [regime.id, regime]));
  const versions = content.regimes.flatMap((regime) => regime.versions);
  const isForUs = (version: RegimeVersion | undefined) =>
    version === undefined || judgeApplicability(version, company) !== 'does_not_apply';
  const laws = content.regimes.filter((regime) => isForUs(regime.versions.findLast(drivesClocks)));
  return {
    regimes: content.regimes,
    company,
    placeholders: content.placeholders ?? [],
    events: content.events ?? [],
    clauses: content.clauses ?? NO_CLAUSES,
    calendars: content.calendars,
    authorities: content.authorities,
    grounds: content.grounds,
    regimeById: (id) => byId.get(id),
    regimeAt: (id, receivedAtMs) => {
      const known = byId.get(id)?.versions ?? [];
      // The company's own times have no first day: a notice received before it still needs a clock.
      return findVersionAt(known, receivedAtMs) ?? (id === POLICY_DEFAULT ? findFirstVersion(known) : undefined);
    },
    nearestRegimeIds: (id, count) => {
      const wanted = id.slice(0, 60).toUpperCase(); // hostile input: the distance costs length squared
      return [...byId.keys()]
        .map((known) => ({ known, distance: distance(wanted, known) }))
        .sort((one, other) => one.distance - other.distance || (one.known < other.known ? -1 : 1))
        .slice(0, count)
        .map(({ known }) => known);
    },
    proposeLaws: (document, receivedAtMs) => {
      if (receivedAtMs === undefined) return propose(laws, document);
      // By the version that governs then: a law may have ended, or have bound fewer companies.
      const governs = ({ id, versions: known }: Regime) => {
        const version = findVersionAt(known, receivedAtMs);
        return id === POLICY_DEFAULT || (version !== undefined && isForUs(version));
      };
      return propose(content.regimes.filter(governs), document);
    },
    proposeRegime: (document) => propose(laws, document)[0]?.id ?? POLICY_DEFAULT,
    judgeApplicability: (version) => judgeApplicability(version, company),
    listRegimes: (when) => (when === undefined ? versions : versions.filter((version) => isInForce(version, when))),
    calendar: (id) => content.calendars.find((calendar) => calendar.id === id),
  };
}
