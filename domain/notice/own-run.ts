import { PROCESSED_LIMIT, type NoticeInput, type NoticeState } from './notice-state.js';

/** A run of a notice's workflow, as it tells the recorder which run it is. */
export interface WorkflowRun {
  id: string;
  /** The run in which this history began. Temporal keeps it when somebody resets a workflow, and gives the reset run another id. */
  originalId: string;
  /** The notice's version in the run's sealed input. */
  startedAt: number;
}

/** What a workflow answers when it is asked for its state. */
export interface HeldState extends NoticeState {
  run: WorkflowRun;
}

/** A run with the commands that it has processed since it started, as far as it remembers them. */
export interface RecordingRun extends WorkflowRun {
  processed: string[];
  /** Commands of this version and later ones are remembered. */
  remembersFrom: number;
}

/** Why the recorder takes nothing from a run. */
export type ForeignRun = 'reset' | 'other_run' | 'lost_commands';

/** The version from which a run with this input starts. */
export function findStartVersion({ resume }: NoticeInput): number {
  return resume?.version ?? 1;
}

/** What the recorder needs to know of the run that records this state. */
export function describeRun(run: WorkflowRun, { processed }: Pick<NoticeState, 'processed'>): RecordingRun {
  const own = processed.filter(({ version }) => version > run.startedAt);
  const forgets = own.length >= PROCESSED_LIMIT;
  const remembersFrom = (forgets ? own[0]?.version : undefined) ?? run.startedAt + 1;
  return { ...run, processed: own.map(({ id }) => id), remembersFrom };
}
