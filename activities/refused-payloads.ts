import { raiseAlert } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';

/** Raises an alert that a payload this desk did not seal reached a notice's workflow. The payload changed nothing. */
export async function raiseRefusedPayload(
  db: Db,
  { noticeId, why }: { noticeId: string | null; why: 'plain' | 'foreign' },
): Promise<void> {
  if (noticeId === null) return raiseStrayPayload(db);
  const what = why === 'plain' ? 'was not sealed at all' : 'was sealed with another key or for another notice';
  await raiseAlert(db, {
    key: `${noticeId}:refused_payload`,
    kind: 'forged_command',
    noticeId,
    summary: `A payload in this notice's workflow ${what}. It changed nothing.`,
    detail: { why },
  });
}

/** An activity result or failure that was not sealed for its step. */
export interface UnsealedAnswer {
  noticeId: string;
  step: string;
  why: 'result' | 'failure';
}

/** Raises the alert that someone other than the desk answered a step of a notice's workflow. */
export async function reportUnsealed(db: Db, { noticeId, step, why }: UnsealedAnswer): Promise<void> {
  const what = why === 'result' ? 'a result not sealed for it' : 'a failure that the desk did not send';
  await raiseAlert(db, {
    key: `${noticeId}:refused_payload`,
    kind: 'forged_command',
    noticeId,
    summary: `A step of this notice's workflow was answered in Temporal with ${what}. It was rejected, and the step is retried.`,
    detail: { step, why },
  });
}

async function raiseStrayPayload(db: Db): Promise<void> {
  await raiseAlert(db, {
    key: 'stray_workflow',
    kind: 'forged_command',
    noticeId: null,
    summary: 'A workflow was started in Temporal that the desk did not start. It belongs to no notice and has ended.',
  });
}

/** Raises an alert that a notice's key is unavailable; it resolves once the notice is read again (`registry/ops`). */
export async function raiseLostKey(db: Db, { noticeId, why }: { noticeId: string; why: string }): Promise<void> {
  await raiseAlert(db, {
    key: `${noticeId}:key_lost`,
    kind: 'key_lost',
    noticeId,
    summary: `This notice's history cannot be read: ${why}`,
    detail: { why },
  });
}
