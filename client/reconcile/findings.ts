import type { AttentionKind } from '../../domain/attention.js';
import type { Divergence } from '../../domain/notice/divergence.js';
import type { Db } from '../../registry/db.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import { listOpenOfKind } from '../../registry/ops/open-attention.js';
import type { ForeignStart } from '../temporal/standings.js';
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

const KINDS = ['workflow_gone', 'workflow_stuck', 'divergence', 'record_stuck'] as const satisfies AttentionKind[];
export type FindingKind = (typeof KINDS)[number];
const MOST_OPEN = 100_000;
const ORPHANS = 'engine:unknown_workflows';
const MOST_NAMED = 20;

export async function openFindings(db: Db, kinds: readonly FindingKind[] = KINDS): Promise<Findings> {
  const told = new Map<string, readonly string[]>();
  for (const kind of kinds)
    for (const { key, noticeId } of await listOpenOfKind(db, { kind, limit: MOST_OPEN }))
      told.set(key, [noticeId ?? key]);
  const tell = async (id: string, { key, ...alert }: WorkflowAlert) => {
    await raiseAttention(db, { key, noticeId: id, ...alert }, { refresh: told.has(key) });
    told.set(key, [id]);
  };
  const settle = async (keys: readonly string[]) => {
    const open = keys.filter((key) => told.delete(key));
    if (open.length > 0) await resolveAttention(db, { key: open });
  };

  return {
    found: () => [...new Set([...told.values()].flat())],
    isGone: (id) => told.has(makeAlertKey(id, 'workflow_gone')),
    gone: (id, how) => tell(id, describeGone(id, how)),
    running: (id) => settle([makeAlertKey(id, 'workflow_gone')]),
    stuck: (id, stuck) =>
      stuck === null ? settle([makeAlertKey(id, 'workflow_stuck')]) : tell(id, describeStuck(id, stuck)),
    foreign: (id, how) => tell(id, describeForeign(id, how)),
    ours: (id) => settle([makeAlertKey(id, 'foreign')]),
    silent: (id) => tell(id, describeSilent(id)),
    answered: (id) => settle([makeAlertKey(id, 'silent')]),
    async unfinished(found) {
      const seen = new Set(found.map(({ id }) => makeAlertKey(id, 'unfinished')));
      await settle([...told.keys()].filter((key) => key.endsWith(':unfinished') && !seen.has(key)));
      for (const { id, submission } of found) await tell(id, describeUnfinished(id, submission));
    },
    differs: (id, divergence) => tell(id, describeDivergence(id, divergence)),
    same: (id) => settle([makeAlertKey(id, 'differs'), makeAlertKey(id, 'record_stuck')]),
    async unknown(ids) {
      if (ids.length === 0) return settle([ORPHANS]);
      told.set(ORPHANS, ids);
      const summary = `The engine runs ${ids.length} notices that the registry does not have: the registry is older than the engine. Restore a later backup of the registry, or end these workflows by hand.`;
      const detail = { notices: ids.slice(0, MOST_NAMED), count: ids.length };
      await raiseAttention(
        db,
        { key: ORPHANS, kind: 'divergence', noticeId: null, summary, detail },
        { refresh: true },
      );
    },
  };
}
