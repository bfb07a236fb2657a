import type { ClockKind, ClockState } from '../../../../domain/clock.js';
import type { TimelineRow } from '../../../../registry/audit-views.js';
import type { ClockRow } from '../../../../registry/clock-views.js';
import type { LetterView } from '../../../../registry/letter-views.js';
import type { EnforcementProgress } from '../../../../registry/submissions.js';
import type { TargetRow } from '../../../../registry/targets.js';

const iso = (at: Date | null) => at?.toISOString() ?? null;
const isoOfMs = (ms: number) => new Date(ms).toISOString();

export function toTargetView(row: TargetRow) {
  return {
    no: row.no,
    type: row.type,
    locator: row.locator,
    note: row.note,
    platformId: row.platform_id,
    protectedClass: row.protected_class,
    flags: row.flags,
    problem: row.problem,
    decision:
      row.lane === null
        ? null
        : {
            lane: row.lane,
            grounds: row.grounds,
            countries: row.countries,
            note: row.decision_note,
            by: row.decided_by,
            byName: row.decided_by_name,
            at: iso(row.decided_at),
          },
    status: row.status,
    receipt: row.receipt,
  };
}

const BASIS_IN_WORDS = { law: 'set by law', order: 'set by the order', house: 'house rule, not law' } as const;

/** The obligation in words. A house number must never look like law. */
function labelOf({ kind, owner, basis }: { kind: string; owner: string; basis: keyof typeof BASIS_IN_WORDS }): string {
  const whose = owner === 'authority' ? 'authority: ' : '';
  return `${whose}${kind.replaceAll('_', ' ')} (${BASIS_IN_WORDS[basis]})`;
}

export function toClockView(row: ClockRow) {
  const basis = row.basis as keyof typeof BASIS_IN_WORDS;
  return {
    id: row.id,
    kind: row.kind as ClockKind,
    owner: row.owner,
    basis,
    label: labelOf({ kind: row.kind, owner: row.owner, basis }),
    state: row.state as ClockState,
    confirmed: row.confirmed,
    startsAt: row.starts_at.toISOString(),
    dueAt: iso(row.due_at),
    metAt: iso(row.met_at),
    mayPause: row.may_pause,
    mayExtend: row.may_extend,
    ladder: row.ladder.map(({ level, percent, atMs, to, page, firedAtMs, acknowledgedBy }) => ({
      level,
      percent,
      at: isoOfMs(atMs),
      to,
      page,
      firedAt: firedAtMs === null ? null : isoOfMs(firedAtMs),
      acknowledgedBy,
    })),
    receipt: { ...row.receipt },
  };
}

export function toTimelineView(row: TimelineRow) {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    detail: row.detail,
  };
}

export function toLetterView(row: LetterView) {
  return {
    n: row.n,
    kind: row.kind,
    language: row.language,
    to: row.to_address,
    subject: row.subject,
    text: row.text,
    counts: row.counts,
    state: row.state,
    messageId: row.message_id,
    sentAt: iso(row.sent_at),
  };
}

export function toEnforcementView({ startedAt, finishedAt, ...progress }: EnforcementProgress, now: Date) {
  const seconds = startedAt === null ? 0 : ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  const done = progress.total - progress.pending;
  return {
    ...progress,
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    rate: seconds > 0 ? Math.round((done / seconds) * 10) / 10 : null,
  };
}
