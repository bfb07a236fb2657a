import { listOpenOfKind } from '../../registry/ops/open-attention.js';
import { listWaitingForWorkflow } from '../../registry/ops/reconciling.js';
import type { Services } from '../services.js';
import { openFindings } from './findings.js';
import { createTurnstile } from './pace.js';
import { RECONCILE_PACE } from './reconcile.js';

/** Most notices of each source that are asked about in one look: 300 at 20 a second are asked within 15 s. */
const MOST_ASKED = 100;
/** What a workflow owes for less is on its way. */
const OWED_SECONDS = 10;

/**
 * Looks for notices whose workflow's task fails again and again, and tells ops; what was told is settled when it is seen to
 * go on. Asked about are those told, those the engine names, and those that should have done something: a workflow that
 * owes nothing has no task that could fail. Throws where the engine does not answer.
 */
export async function findStuck(
  { db, engine }: Pick<Services, 'db' | 'engine'>,
  { isStopped = () => false, aSecond = RECONCILE_PACE.aSecond }: { isStopped?: () => boolean; aSecond?: number } = {},
): Promise<void> {
  const findings = await openFindings(db, ['workflow_stuck']);
  const told = await listOpenOfKind(db, { kind: 'workflow_stuck', limit: MOST_ASKED });
  const ids = new Set([
    ...told.flatMap(({ noticeId }) => noticeId ?? []),
    ...(await engine.listFailing(MOST_ASKED)),
    ...(await listWaitingForWorkflow(db, { olderThanSeconds: OWED_SECONDS, limit: MOST_ASKED })),
  ]);
  const turn = createTurnstile(aSecond, isStopped);
  for (const id of ids) {
    await turn();
    if (isStopped()) return;
    const standing = await engine.describe(id);
    // One that is gone is not stuck; that it is gone is the reconciler's to tell.
    await findings.stuck(id, standing.kind === 'running' ? standing.stuck : null);
  }
}
