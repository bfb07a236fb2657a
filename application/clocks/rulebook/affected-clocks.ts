import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClockKind, ClockReceipt, EscalationLevel } from '../../../domain/clocks/clock.js';
import { recomputeClock } from '../../../domain/open-clocks/index.js';
import type { Connection } from '../../../registry/db.js';
import { eachOpenClock, type OpenClockRow } from '../../../registry/clocks/open-clock-rows.js';
import { fingerprintJson } from '../../../rulebook/fingerprint.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { TZ_VERSION } from '../clocks-of-notice.js';

export interface AffectedClock {
  notice: string;
  number: string;
  secrecyLevel: string;
  clock: string;
  kind: ClockKind;
  revision: number;
  from: Date | null;
  to: Date | null;
  why: string[];
  receipt: ClockReceipt;
  escalation: EscalationLevel[];
}

export interface Affected {
  clocks: AffectedClock[];
  /** Clocks whose rule is no longer in the rulebook: they stay as they are. */
  lost: { notice: string; secrecyLevel: string; why: string }[];
}

export interface KnownAffected<Clock> {
  clocks: Clock[];
  notices: number;
  /** Covers clock, revision and both dues, so that an approval is bound to exactly the moves shown. */
  digest: string;
  unknown: { clocks: number; why: string[] };
}

const MAX_REASONS = 10;
/** Yields the event loop after this long, so that requests continue while clocks are compared. */
const TURN_MS = 10;

/**
 * Compares every open clock, or those of one proposed revision, with the present rulebook; returns only those that
 * would move.
 */
export async function findAffected(
  db: Connection,
  rulebook: Rulebook,
  { revision }: { revision?: number } = {},
): Promise<Affected> {
  const clocks: AffectedClock[] = [];
  const lost: Affected['lost'] = [];
  let turnEndsAt = performance.now() + TURN_MS;
  for await (const row of eachOpenClock(db, { revision })) {
    const answer = recompute(row, rulebook);
    if (answer.kind === 'moved') clocks.push(toAffected(row, answer));
    if (answer.kind === 'unknown')
      lost.push({ notice: row.notice_id, secrecyLevel: row.secrecy_level, why: answer.why });
    if (performance.now() > turnEndsAt) {
      await nextTurn();
      turnEndsAt = performance.now() + TURN_MS;
    }
  }
  return { clocks, lost };
}

/** Returns the part of a comparison that a reader may see; it does not reveal that there is more. */
export function pickKnown<Clock extends Moving>(
  affected: { clocks: readonly Clock[]; lost: Affected['lost'] },
  isKnown: (of: { notice: string; secrecyLevel: string }) => boolean,
): KnownAffected<Clock> {
  const clocks = affected.clocks.filter(isKnown);
  const lost = affected.lost.filter(isKnown);
  return {
    clocks,
    notices: new Set(clocks.map(({ notice }) => notice)).size,
    digest: computeDigest(clocks),
    unknown: { clocks: lost.length, why: [...new Set(lost.map(({ why }) => why))].slice(0, MAX_REASONS) },
  };
}

export function byNumber(
  one: Pick<AffectedClock, 'number' | 'clock'>,
  other: Pick<AffectedClock, 'number' | 'clock'>,
): number {
  if (one.number !== other.number) return one.number < other.number ? -1 : 1;
  return one.clock === other.clock ? 0 : one.clock < other.clock ? -1 : 1;
}

export const isOpenNotice = ({ secrecyLevel }: { secrecyLevel: string }): boolean => secrecyLevel === 'open';

function recompute(row: OpenClockRow, rulebook: Rulebook) {
  const { receipt } = row;
  const versions = rulebook.regimeById(receipt.regime.id)?.versions ?? [];
  const regime = versions.find(({ version }) => version === receipt.regime.version);
  return recomputeClock({
    receipt,
    clock: {
      kind: row.kind,
      owner: row.owner,
      basis: row.basis,
      startsAtMs: row.starts_at.getTime(),
      dueAtMs: row.due_at?.getTime() ?? null,
    },
    regime,
    calendar: regime?.calendar == null ? null : (rulebook.calendar(regime.calendar) ?? null),
    tzVersion: TZ_VERSION,
  });
}

function toAffected(
  row: OpenClockRow,
  moved: { receipt: ClockReceipt; dueAtMs: number | null; escalation: EscalationLevel[]; why: string[] },
): AffectedClock {
  return {
    notice: row.notice_id,
    number: row.number,
    secrecyLevel: row.secrecy_level,
    clock: row.id,
    kind: row.kind,
    revision: row.revision,
    from: row.due_at,
    to: moved.dueAtMs === null ? null : new Date(moved.dueAtMs),
    why: moved.why,
    receipt: moved.receipt,
    escalation: moved.escalation,
  };
}

type Moving = Pick<AffectedClock, 'notice' | 'secrecyLevel' | 'clock' | 'revision' | 'from' | 'to'>;

function computeDigest(clocks: readonly Moving[]): string {
  const lines = clocks.map(({ clock, revision, from, to }) => [clock, revision, formatStamp(from), formatStamp(to)]);
  return `sha256:${fingerprintJson(lines.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)))}`;
}

function formatStamp(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
