import type { AlertKind } from '../../../domain/alert.js';
import type { Divergence } from '../../../domain/notices/divergence.js';
import type { Db } from '../../../registry/db.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import { listOpenOfKind } from '../../../registry/ops/open-alerts.js';
import type { ForeignStart } from '../../../client/describe.js';
import {
  describeDivergence,
  describeForeign,
  describeGone,
  describeSilent,
  describeStuck,
  describeUnfinished,
  type Gone,
  makeAlertKey,
  type Stuck,
  type WorkflowAlert,
} from './workflow-alerts.js';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Findings {
  /** Ids of notices with an unresolved finding, of this run or an earlier one. */
  found(): string[];
  isGone(id: string): boolean;
  gone(id: string, how: Gone['how']): Promise<void>;
  running(id: string): Promise<void>;
  stuck(id: string, stuck: Stuck): Promise<void>;
  foreign(id: string, how: ForeignStart): Promise<void>;
  ours(id: string): Promise<void>;
  silent(id: string): Promise<void>;
  answered(id: string): Promise<void>;
  /** Submissions in effect although their enforcement never finished; alerts for all others are resolved. */
  unfinished(found: readonly { id: string; submission: number }[]): Promise<void>;
  differs(id: string, divergence: Divergence): Promise<void>;
  same(id: string): Promise<void>;
  unknown(ids: readonly string[]): Promise<void>;
}

const KINDS = ['workflow_gone', 'workflow_stuck', 'divergence', 'record_stuck'] as const satisfies AlertKind[];
export type FindingKind = (typeof KINDS)[number];
const MAX_OPEN = 100_000;
const ORPHANS = 'engine:unknown_workflows';
const MAX_NAMED = 20;

export async function openFindings(db: Db, kinds: readonly FindingKind[] = KINDS): Promise<Findings> {
  const alerts = new Map<string, readonly string[]>();
  for (const kind of kinds)
    for (const { key, noticeId } of await listOpenOfKind(db, { kind, limit: MAX_OPEN }))
      alerts.set(key, [noticeId ?? key]);
  const raise = async (id: string, { key, ...alert }: WorkflowAlert) => {
    await raiseAlert(db, { key, noticeId: id, ...alert }, { refresh: alerts.has(key) });
    alerts.set(key, [id]);
  };
  const settle = async (keys: readonly string[]) => {
    const open = keys.filter((key) => alerts.delete(key));
    if (open.length > 0) await resolveAlert(db, { key: open });
  };

  return {
    found: () => [...new Set([...alerts.values()].flat())],
    isGone: (id) => alerts.has(makeAlertKey(id, 'workflow_gone')),
    gone: (id, how) => raise(id, describeGone(id, how)),
    running: (id) => settle([makeAlertKey(id, 'workflow_gone')]),
    stuck: (id, stuck) =>
      stuck === null ? settle([makeAlertKey(id, 'workflow_stuck')]) : raise(id, describeStuck(id, stuck)),
    foreign: (id, how) => raise(id, describeForeign(id, how)),
    ours: (id) => settle([makeAlertKey(id, 'foreign')]),
    silent: (id) => raise(id, describeSilent(id)),
    answered: (id) => settle([makeAlertKey(id, 'silent')]),
    async unfinished(found) {
      const seen = new Set(found.map(({ id }) => makeAlertKey(id, 'unfinished')));
      await settle([...alerts.keys()].filter((key) => key.endsWith(':unfinished') && !seen.has(key)));
      for (const { id, submission } of found) await raise(id, describeUnfinished(id, submission));
    },
    differs: (id, divergence) => raise(id, describeDivergence(id, divergence)),
    same: (id) => settle([makeAlertKey(id, 'differs'), makeAlertKey(id, 'record_stuck')]),
    async unknown(ids) {
      if (ids.length === 0) return settle([ORPHANS]);
      alerts.set(ORPHANS, ids);
      const summary = `The engine runs ${ids.length} notices that the registry does not have: the registry is older than the engine. Restore a later backup of the registry, or end these workflows by hand.`;
      const detail = { notices: ids.slice(0, MAX_NAMED), count: ids.length };
      await raiseAlert(db, { key: ORPHANS, kind: 'divergence', noticeId: null, summary, detail }, { refresh: true });
    },
  };
}

const STEP_MS = 250;

export async function waitUnlessStopped(ms: number, isStopped: () => boolean): Promise<void> {
  const untilMs = performance.now() + ms;
  for (;;) {
    const left = untilMs - performance.now();
    if (left <= 0 || isStopped()) return;
    await sleep(Math.min(left, STEP_MS));
  }
}

export function createTurnstile(aSecond: number, isStopped: () => boolean): () => Promise<void> {
  let nextMs = performance.now();
  return async () => {
    const waitMs = nextMs - performance.now();
    nextMs = Math.max(nextMs, performance.now()) + 1000 / aSecond;
    if (waitMs > 0) await waitUnlessStopped(waitMs, isStopped);
  };
}
