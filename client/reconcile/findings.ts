import type { AttentionKind } from '../../domain/attention.js';
import { rebuildsFrom, type Difference, type Divergence } from '../../domain/notice/divergence.js';
import type { Db } from '../../registry/db.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import { listOpenOfKind } from '../../registry/ops/open-attention.js';
import type { Standing } from '../temporal/standings.js';

type Gone = Extract<Standing, { kind: 'gone' }>;
type Stuck = Extract<Standing, { kind: 'running' }>['stuck'];

/** What a round has found, told to ops as it is found and settled as it is seen to be gone. */
export interface Findings {
  /** Ids of notices with a finding that has not been seen to be gone, be it of this round or of an earlier one. */
  found(): string[];
  /** Whether ops has been told before that its workflow is gone. */
  isGone(id: string): boolean;
  gone(id: string, how: Gone['how']): Promise<void>;
  running(id: string): Promise<void>;
  stuck(id: string, stuck: Stuck): Promise<void>;
  differs(id: string, divergence: Divergence): Promise<void>;
  same(id: string): Promise<void>;
  /** Workflows whose notice the registry does not have. */
  unknown(ids: readonly string[]): Promise<void>;
}

const KINDS = ['workflow_gone', 'workflow_stuck', 'divergence', 'record_stuck'] as const satisfies AttentionKind[];
export type FindingKind = (typeof KINDS)[number];
const MOST_OPEN = 100_000;
const ORPHANS = 'engine:unknown_workflows';
/** So many ids are named of workflows without a notice. */
const MOST_NAMED = 20;

const HOW: Record<Gone['how'], string> = {
  missing: 'is not there',
  completed: 'has come to its end although the notice is open',
  failed: 'has failed',
  terminated: 'was terminated from outside',
  timed_out: 'has run out of time',
  canceled: 'was cancelled',
};
const WHAT: Record<Difference, string> = {
  epoch: 'which run may write',
  version: 'the version',
  stage: 'the stage',
  clocks: 'clocks',
  submission: 'the submission',
  rows: 'what its rows show',
};

/** Starts a round's findings with what is told already, of the kinds that the round looks for. */
export async function openFindings(db: Db, kinds: readonly FindingKind[] = KINDS): Promise<Findings> {
  /** Keys of what is told and open, with the notices that each is about. */
  const told = new Map<string, readonly string[]>();
  for (const kind of kinds)
    for (const { key, noticeId } of await listOpenOfKind(db, { kind, limit: MOST_OPEN }))
      told.set(key, [noticeId ?? key]);
  const keyOf = (id: string, what: string) => `${id}:${what}`;

  const tell = async (
    id: string,
    {
      key,
      kind,
      summary,
      detail,
    }: { key: string; kind: AttentionKind; summary: string; detail: Record<string, unknown> },
  ) => {
    await raiseAttention(db, { key, kind, noticeId: id, summary, detail }, { refresh: told.has(key) });
    told.set(key, [id]);
  };
  const settle = async (keys: readonly string[]) => {
    const open = keys.filter((key) => told.delete(key));
    if (open.length > 0) await resolveAttention(db, { key: open });
  };

  return {
    found: () => [...new Set([...told.values()].flat())],
    isGone: (id) => told.has(keyOf(id, 'workflow_gone')),
    gone: (id, how) =>
      tell(id, {
        key: keyOf(id, 'workflow_gone'),
        kind: 'workflow_gone',
        summary: `The workflow of this notice ${HOW[how]}: its clocks do not act and it takes no command. Rebuild it from the registry.`,
        detail: { how },
      }),
    running: (id) => settle([keyOf(id, 'workflow_gone')]),
    async stuck(id, stuck) {
      const key = keyOf(id, 'workflow_stuck');
      if (stuck === null) return settle([key]);
      const summary = `The workflow of this notice cannot go on: its task has failed ${stuck.attempts} times. Look into the workers' log; rebuild it when they are in order.`;
      return tell(id, { key, kind: 'workflow_stuck', summary, detail: { ...stuck } });
    },
    differs: (id, divergence) =>
      tell(id, {
        key: keyOf(id, 'differs'),
        kind: 'divergence',
        summary: sayDiffers(divergence),
        detail: { ...divergence },
      }),
    same: (id) => settle(['differs', 'record_stuck'].map((what) => keyOf(id, what))),
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

function sayDiffers(divergence: Divergence): string {
  const { differs, registryVersion, workflowVersion, columns = [] } = divergence;
  const what = [...differs.map((one) => WHAT[one]), ...columns].join(', ');
  const versions = `The registry has version ${registryVersion} of this notice and its workflow version ${workflowVersion}`;
  const cure =
    rebuildsFrom(divergence) === 'registry'
      ? 'The workflow is behind what was promised: rebuild starts it from the registry.'
      : 'Rebuild writes the registry from the workflow.';
  return `${versions}; they differ in ${what}. ${cure}`;
}
