import { findPause, type Pause } from '../../registry/enforcement/pauses.js';
import { findNotice } from '../../registry/notices/notices.js';
import { findEnforcementProgress, type EnforcementProgress } from '../../registry/submissions/submissions.js';
import { needNotice, type Reading } from '../access.js';
import { toReader, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import { CURES } from '../../domain/commands/cures.js';

interface ProgressQuestion {
  id: string;
  /** Undefined: the latest. */
  submission?: number | undefined;
}

export async function readProgress(services: Reading, caller: Caller, { id, submission }: ProgressQuestion) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const progress = await loadProgress(services, { id: row.id, submission });
  if (progress !== undefined) return progress;
  throw new Refusal('missing', CURES.noSubmission);
}

/** As `readProgress`, again: undefined once the notice has become secret or the submission is gone. */
export async function pollProgress(services: Reading, caller: Caller, { id, submission }: ProgressQuestion) {
  const found = await findNotice(services.db, { id, reader: toReader(caller) });
  return found?.known === true ? loadProgress(services, { id, submission }) : undefined;
}

async function loadProgress({ db, now }: Reading, { id, submission: number }: ProgressQuestion) {
  const progress = await findEnforcementProgress(db, { noticeId: id, ...(number === undefined ? {} : { number }) });
  return progress && toProgressView(progress, { now: now(), pause: await findPause(db, id) });
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The pace is the current one while enforcement runs, and the overall one once it has finished. */
function toProgressView(
  { startedAt, finishedAt, pace, proof, ...progress }: EnforcementProgress,
  { now, pause }: { now: Date; pause: Pause | undefined },
) {
  const seconds = startedAt === null ? 0 : ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  const done = progress.total - progress.pending;
  const running = progress.pending > 0;
  const held = running ? pause : undefined;
  const overall = seconds > 0 ? done / seconds : null;
  const rate = held !== undefined ? 0 : running ? (pace ?? overall) : overall;
  return {
    ...progress,
    startedAt: iso(startedAt),
    finishedAt: running ? null : iso(finishedAt),
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    etaAt: running && rate ? new Date(now.getTime() + (progress.pending / rate) * 1000).toISOString() : null,
    paused:
      held === undefined
        ? null
        : {
            since: held.since.toISOString(),
            reason: held.reason,
            by: held.by,
            byId: held.byId,
            until: held.until.toISOString(),
            requestedUntil: iso(held.requestedUntil),
            confirmedBy: held.confirmedBy,
          },
    proof: proof === null ? null : { ...proof, at: proof.at.toISOString() },
  };
}
