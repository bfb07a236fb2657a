import { PROCESSED_LIMIT, type NoticeInput, type NoticeState } from './notice-state.js';

/** A run of a notice's workflow, as it identifies itself to the recorder. */
export interface WorkflowRun {
  id: string;
  /**
   * The run in which this history began. Temporal keeps it when a workflow is reset, and gives the reset run another
   * id.
   */
  originalId: string;
  /** The run that continued as this one; null for a first run. */
  continuedFrom: string | null;
  startedAt: number;
}

export interface HeldState extends NoticeState {
  run: WorkflowRun;
}

/** A run with the commands it has processed since it started, as far as it remembers. */
export interface RecordingRun extends WorkflowRun {
  processed: string[];
  /** Commands from this version on are remembered. */
  remembersFrom: number;
}

/** Why the recorder rejects a run. */
export type ForeignRun = 'reset' | 'other_run' | 'lost_commands';

export function findStartVersion({ resume }: NoticeInput): number {
  return resume?.version ?? 1;
}

/** Returns what the recorder needs to identify the run that records this state. */
export function describeRun(run: WorkflowRun, { processed }: Pick<NoticeState, 'processed'>): RecordingRun {
  const own = processed.filter(({ version }) => version > run.startedAt);
  const forgets = own.length >= PROCESSED_LIMIT;
  const remembersFrom = (forgets ? own[0]?.version : undefined) ?? run.startedAt + 1;
  return { ...run, processed: own.map(({ id }) => id), remembersFrom };
}
