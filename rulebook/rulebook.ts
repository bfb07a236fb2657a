import { localDateIn } from '../domain/clock-arithmetic/index.js';
import type { GroundCode } from '../domain/ground.js';
import type { NoticeKind } from '../domain/notice.js';
import type { CalendarVersion, RegimeVersion, RuleStatus } from '../domain/regime.js';
import { editDistance } from './edit-distance.js';

export interface Proposal {
  kinds: NoticeKind[];
  authorities?: string[] | undefined;
  why: string;
}

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
  kind: 'ministry' | 'regulator' | 'court' | 'police' | 'agency';
  domains: string[];
  signers: { name: string; rank: string; validFrom?: string; validTo?: string }[];
  verification: 'unverified' | 'verified';
  contacts: { purpose: 'letters' | 'callback'; email?: string; phone?: string }[];
}

/** One ground with its texts by language. */
export interface Ground {
  code: GroundCode;
  title: Record<string, string>;
  text: Record<string, string>;
}

export interface Rulebook {
  regimeById(id: string): Regime | undefined;
  /** The version that governs a notice received then; undefined where the law is unknown, never came into force or has ended. */
  regimeAt(id: string, receivedAtMs: number): RegimeVersion | undefined;
  nearestRegimeIds(id: string, count: number): string[];
  /** The id of the law to propose; `HOUSE-DEFAULT` where none fits. */
  proposeRegime(notice: { jurisdiction: string; kind: NoticeKind; authorityId?: string | null | undefined }): string;
  /** Versions in force at an instant, or all of them. */
  listRegimes(filter?: { atMs?: number | undefined }): RegimeVersion[];
  calendar(id: string): CalendarVersion | undefined;
  authorities: readonly Authority[];
  grounds: readonly Ground[];
  regimes: readonly Regime[];
}

export const HOUSE_DEFAULT = 'HOUSE-DEFAULT';

/** Only these ever drive a clock; a partly annulled law still does in the part that stands. */
const DRIVING: readonly RuleStatus[] = ['in_force', 'partly_annulled'];

/** The version in force on the local date of the receipt in the issuer's zone; before the first version, the first. */
function versionAt(versions: readonly RegimeVersion[], atMs: number): RegimeVersion | undefined {
  const driving = versions.filter(({ status }) => DRIVING.includes(status));
  const [first] = driving;
  if (!first) return undefined;
  const date = localDateIn(first.zone, atMs);
  if (date < first.inForceFrom) return first;
  return driving.find(({ inForceFrom, inForceTo }) => inForceFrom <= date && (inForceTo === null || date < inForceTo));
}

function isInForce(version: RegimeVersion, atMs: number): boolean {
  const date = localDateIn(version.zone, atMs);
  const { status, inForceFrom, inForceTo } = version;
  return DRIVING.includes(status) && inForceFrom <= date && (inForceTo === null || date < inForceTo);
}

function propose(
  regimes: readonly Regime[],
  {
    jurisdiction,
    kind,
    authorityId,
  }: { jurisdiction: string; kind: NoticeKind; authorityId?: string | null | undefined },
): string {
  const claims = regimes
    .filter(({ jurisdictions }) => jurisdictions.includes(jurisdiction))
    .flatMap(({ id, proposeFor }) => proposeFor.map((proposal) => ({ id, ...proposal })))
    .filter(({ kinds }) => kinds.includes(kind));
  // A proposal for this issuer beats one for all: the loader has seen to it that there is one of each at most.
  const own = claims.find(({ authorities }) => typeof authorityId === 'string' && authorities?.includes(authorityId));
  return own?.id ?? claims.find(({ authorities }) => authorities === undefined)?.id ?? HOUSE_DEFAULT;
}

/** The law as data, read once and never changed. */
export function makeRulebook(content: {
  regimes: Regime[];
  calendars: CalendarVersion[];
  authorities: Authority[];
  grounds: Ground[];
}): Rulebook {
  const byId = new Map(content.regimes.map((regime) => [regime.id, regime]));
  const versions = content.regimes.flatMap((regime) => regime.versions);
  return {
    regimes: content.regimes,
    authorities: content.authorities,
    grounds: content.grounds,
    regimeById: (id) => byId.get(id),
    regimeAt: (id, receivedAtMs) => versionAt(byId.get(id)?.versions ?? [], receivedAtMs),
    nearestRegimeIds: (id, count) => {
      const wanted = id.slice(0, 60).toUpperCase(); // hostile input: the distance costs length squared
      return [...byId.keys()]
        .map((known) => ({ known, distance: editDistance(wanted, known) }))
        .sort((one, other) => one.distance - other.distance || (one.known < other.known ? -1 : 1))
        .slice(0, count)
        .map(({ known }) => known);
    },
    proposeRegime: (notice) => propose(content.regimes, notice),
    listRegimes: ({ atMs } = {}) =>
      atMs === undefined ? versions : versions.filter((version) => isInForce(version, atMs)),
    calendar: (id) => content.calendars.find((calendar) => calendar.id === id),
  };
}
