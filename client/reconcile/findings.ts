import type { AttentionKind } from '../../domain/attention.js';
import { rebuildsFrom, type Difference, type Divergence } from '../../domain/notice/divergence.js';
import type { ForeignRun } from '../../domain/notice/own-run.js';
import type { Db } from '../../registry/db.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import { listOpenOfKind } from '../../registry/ops/open-attention.js';
import type { ForeignStart, Standing } from '../temporal/standings.js';

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
  /** Its workflow was not started by the desk. */
  foreign(id: string, how: ForeignStart): Promise<void>;
  /** Its workflow was started by the desk, as far as the engine shows. */
  ours(id: string): Promise<void>;
  /** Its workflow has not answered although workers are there. */
  silent(id: string): Promise<void>;
  answered(id: string): Promise<void>;
  /** In force, by submission, although enforcement has not carried the submission out; every other one is settled. */
  unfinished(found: readonly { id: string; submission: number }[]): Promise<void>;
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
const FOREIGN: Record<ForeignStart, string> = {
  type: 'it is of another type',
  queue: 'it waits in a task queue that no worker of the desk serves',
};
const WHAT: Record<Difference, string> = {
  run: 'which run it is',
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
    foreign: (id, how) =>
      tell(id, {
        key: keyOf(id, 'foreign'),
        kind: 'divergence',
        summary: `In Temporal another workflow runs under the name of this notice: ${FOREIGN[how]}. Its clocks do not act and it takes no command. Rebuild ends that workflow and starts the notice again from the registry.`,
        detail: { foreign: how },
      }),
    ours: (id) => settle([keyOf(id, 'foreign')]),
    silent: (id) =>
      tell(id, {
        key: keyOf(id, 'silent'),
        kind: 'workflow_stuck',
        summary:
          'The workflow of this notice does not answer, although workers are there: its clocks may not act and it takes no command. Rebuild ends it and starts the notice again from the registry.',
        detail: { silent: true },
      }),
    answered: (id) => settle([keyOf(id, 'silent')]),
    async unfinished(found) {
      const seen = new Set(found.map(({ id }) => keyOf(id, 'unfinished')));
      await settle([...told.keys()].filter((key) => key.endsWith(':unfinished') && !seen.has(key)));
      for (const { id, submission } of found) {
        const summary = `The notice is in force, but enforcement has not carried submission ${submission} out. Compare the platform with the notice, and carry out what is missing by the repair retry.`;
        await tell(id, {
          key: keyOf(id, 'unfinished'),
          kind: 'divergence',
          summary,
          detail: { unfinished: submission },
        });
      }
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

const FROM_REGISTRY = 'rebuild starts it from the registry.';
const FOREIGN_RUN: Record<ForeignRun, string> = {
  reset: 'The workflow of this notice was reset to an earlier point in Temporal:',
  other_run: "Another run has taken the place of this notice's workflow in Temporal:",
  lost_commands: 'The workflow of this notice has lost commands that Temporal had confirmed:',
};

function sayDiffers(divergence: Divergence): string {
  const { differs, registryVersion, workflowVersion, run, columns = [] } = divergence;
  if (run !== undefined) return `${FOREIGN_RUN[run]} ${FROM_REGISTRY}`;
  const what = [...differs.map((one) => WHAT[one]), ...columns].join(', ');
  const versions = `The registry has version ${registryVersion} of this notice and its workflow version ${workflowVersion}`;
  const cure =
    rebuildsFrom(divergence) === 'registry'
      ? `The workflow is behind what was promised: ${FROM_REGISTRY}`
      : 'Rebuild writes the registry from the workflow.';
  return `${versions}; they differ in ${what}. ${cure}`;
}
