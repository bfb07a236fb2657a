// Views of what stands beside a notice: hold, erasure, reclassification and ratification.
import { toLogged } from '../../../registry/notices/row-secrecy.js';
import type { Ratification } from '../../../domain/notices/notice-state.js';
import type { Reclassification } from '../../../registry/notices/reclassifications.js';
import type { NoticeErasure } from '../../../registry/retention/erasure.js';
import type { LegalHold } from '../../../registry/retention/holds.js';

export function toHoldView({ reason, setBy, setByName, setAt, lifting }: LegalHold) {
  return {
    reason,
    by: setBy,
    byName: setByName,
    since: setAt.toISOString(),
    lifting: lifting === null ? null : { ...lifting, at: lifting.at.toISOString() },
  };
}

export function toErasedView(erased: readonly NoticeErasure[]) {
  const last = erased.at(-1);
  if (last === undefined) return null;
  const rule = erased.map(({ kind, period }) => `${kind}=${period}`).join(',');
  return { at: last.at.toISOString(), kinds: erased.map(({ kind }) => kind), rule };
}

export function toReclassificationView(reclassification: Reclassification) {
  const { secrecy, reason, requestedBy, requestedByName, requestedAt, expiresAt } = reclassification;
  return {
    secrecy: toLogged(secrecy),
    reason,
    by: requestedBy,
    byName: requestedByName,
    at: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

export function toRatificationView(ratification: Ratification) {
  const { submission, digest, state, approverSlots, approvals, openedAtMs, settledAtMs } = ratification;
  return {
    submission,
    digest,
    state,
    approverSlots,
    approvals: approvals.map(({ by, name, atMs }) => ({ by, name, at: new Date(atMs).toISOString() })),
    openedAt: new Date(openedAtMs).toISOString(),
    settledAt: settledAtMs === null ? null : new Date(settledAtMs).toISOString(),
  };
}
