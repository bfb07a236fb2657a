import { listOpenOfKind } from '../../../registry/ops/open-alerts.js';
import { listWaitingForWorkflow } from '../../../registry/ops/reconciling.js';
import type { Services } from '../../services.js';
import { openFindings, createTurnstile } from './findings.js';
import { RECONCILER_TIMING } from './reconcile.js';

/** Max notices of each source per run: 300 at 20 a second take 15 s. */
const MAX_REQUESTED = 100;
const OWED_SECONDS = 10;

/**
 * Finds notices whose workflow task keeps failing, raises alerts, and resolves them once the task succeeds. Checks
 * notices with an open alert, those Temporal lists, and those with overdue work; a workflow that owes nothing has no
 * task that could fail. Throws if Temporal does not answer.
 */
export async function findStuck(
  { db, engine }: Pick<Services, 'db' | 'engine'>,
  {
    isStopped = () => false,
    aSecond = RECONCILER_TIMING.aSecond,
  }: { isStopped?: () => boolean; aSecond?: number } = {},
): Promise<void> {
  const findings = await openFindings(db, ['workflow_stuck']);
  const alerts = await listOpenOfKind(db, { kind: 'workflow_stuck', limit: MAX_REQUESTED });
  const ids = new Set([
    ...alerts.flatMap(({ noticeId }) => noticeId ?? []),
    ...(await engine.listFailing(MAX_REQUESTED)),
    ...(await listWaitingForWorkflow(db, { olderThanSeconds: OWED_SECONDS, limit: MAX_REQUESTED })),
  ]);
  const turn = createTurnstile(aSecond, isStopped);
  for (const id of ids) {
    await turn();
    if (isStopped()) return;
    const runStatus = await engine.describe(id);
    // A workflow that is gone is not stuck; the reconciler reports it.
    await findings.stuck(id, runStatus.kind === 'running' ? runStatus.stuck : null);
  }
}
