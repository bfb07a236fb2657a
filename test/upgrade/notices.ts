import type { DemoName } from '../../desk/simulators/demo-people.js';
import { createHttpClient } from '../../bench/rig/http.js';
import { runConcurrently } from '../../bench/rig/load.js';
import { anOrder, type BenchNotice, prepareOrder, receive } from '../../bench/rig/orders.js';
import type { Stage } from '../../domain/notices/notice.js';
import { patient } from './with-retries.js';

const CONCURRENCY = 6;
/** Steps and clocks of the open notices fall due over this time, starting this soon. */
const DUE_FROM_MS = 120_000;
const DUE_OVER_MS = 420_000;
const WITHHOLD = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };

/** Stages in which notices are left, in turn; orders in progress are in `enforcement`. */
const STAGES = ['triage', 'review', 'approval', 'in_force', 'triage', 'review', 'approval', 'closed'] as const;

export interface Prepared {
  open: { id: string; stage: Stage }[];
  closed: string[];
  /** Each call starts the enforcement of one order. */
  lastApprovals: (() => Promise<unknown>)[];
}

interface Preparing {
  api: string;
  keys: Record<DemoName, string>;
  notices: number;
  /** Targets of each long order. */
  order: number;
}

/**
 * Prepares notices in every stage, with clocks due one after another while releases change, and two long orders that
 * wait for their last approval.
 */
export async function prepareNotices({ api, keys, notices, order }: Preparing): Promise<Prepared> {
  const http = patient(createHttpClient({ api, keys, connections: 32 }));
  const prepared: Prepared = { open: [], closed: [], lastApprovals: [] };
  try {
    await runConcurrently({
      count: notices,
      concurrency: CONCURRENCY,
      work: async (index) => {
        const stage = STAGES[index % STAGES.length] ?? 'triage';
        const at = new Date(Date.now() + DUE_FROM_MS + (DUE_OVER_MS * index) / notices).toISOString();
        const notice = await receive(http, { ...anOrder(3), orderedDeadline: { at } });
        await bringTo(notice, stage);
        if (stage === 'closed') prepared.closed.push(notice.id);
        else prepared.open.push({ id: notice.id, stage });
      },
    });
    for (let at = 0; at < 2; at += 1) {
      const { notice, lastApproval } = await prepareOrder(http, order);
      prepared.open.push({ id: notice.id, stage: 'approval' });
      prepared.lastApprovals.push(lastApproval);
    }
    return prepared;
  } finally {
    if (prepared.lastApprovals.length === 0) await http.close();
  }
}

async function bringTo(notice: BenchNotice, stage: (typeof STAGES)[number]): Promise<void> {
  if (stage === 'triage') return;
  await notice.command('reviewer', 'triage');
  await notice.command('reviewer', 'decide', WITHHOLD);
  if (stage === 'review') return;
  const { submission } = await notice.command('reviewer', 'submit');
  const { number, digest } = submission as { number: number; digest: string };
  if (stage === 'approval') return;
  await notice.command('approver', 'approve', { submission: number, digest });
  await notice.reaches('in_force', 180_000);
  if (stage === 'closed') await notice.command('reviewer', 'close', { reason: 'Reported and answered' });
}
