import { ApplicationFailure } from '@temporalio/common';
import type { ForeignRun } from '../domain/notices/own-run.js';
import type { Db } from '../registry/db.js';
import { raiseAlert } from '../registry/ops/alerts.js';

export class ForeignRunError extends Error {
  override readonly name = 'ForeignRunError';
  readonly why: ForeignRun;

  constructor(why: ForeignRun) {
    super(`The run is not the notice's own: ${why}.`);
    this.why = why;
  }
}

const WHAT: Record<ForeignRun, string> = {
  reset: 'The workflow of this notice was reset to an earlier point in Temporal.',
  other_run: "Another run has replaced this notice's workflow in Temporal.",
  lost_commands:
    'The workflow of this notice has lost commands that Temporal had confirmed, as after restoring an older backup.',
};

/**
 * Raises the alert and returns the failure that ends the run. If the alert cannot be written, the attempt fails and is
 * retried.
 */
export async function reportForeignRun(db: Db, noticeId: string, why: ForeignRun): Promise<ApplicationFailure> {
  const alert = {
    key: `${noticeId}:divergence`,
    kind: 'divergence',
    noticeId,
    summary: `${WHAT[why]} None of its actions were recorded, and it has ended. Rebuild the notice from the registry.`,
    detail: { run: why },
  } as const;
  // The worker's database role may raise this alert but not change an open one.
  await raiseAlert(db, alert);
  return ApplicationFailure.nonRetryable("This run is not the notice's own.", 'ForeignRun');
}
