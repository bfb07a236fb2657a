import type { Clock } from '../clocks/clock.js';
import type { NoticeState } from './notice-state.js';
import type { ForeignRun } from './own-run.js';

export type DivergenceKind = 'run' | 'epoch' | 'version' | 'stage' | 'clocks' | 'submission' | 'rows';

export interface Divergence {
  differs: DivergenceKind[];
  registryVersion: number;
  workflowVersion: number;
  run?: ForeignRun;
  columns?: string[];
}

/**
 * Compares a notice's registry rows with its workflow; null if they agree. Both move, so only a lasting difference is a
 * finding.
 */
export function findDivergence(
  recorded: NoticeState,
  held: NoticeState,
  foreign: ForeignRun | null = null,
): Divergence | null {
  const same: Record<Exclude<DivergenceKind, 'rows'>, boolean> = {
    run: foreign === null,
    epoch: (recorded.epoch ?? 0) === (held.epoch ?? 0),
    version: recorded.version === held.version,
    stage: recorded.stage === held.stage,
    clocks: JSON.stringify(dues(recorded.clocks)) === JSON.stringify(dues(held.clocks)),
    submission: describeSubmission(recorded) === describeSubmission(held),
  };
  const differs: DivergenceKind[] = NAMES.filter((name) => !same[name]);
  if (differs.length === 0) return null;
  const versions = { registryVersion: recorded.version, workflowVersion: held.version };
  return { differs, ...versions, ...(foreign === null ? {} : { run: foreign }) };
}

const NAMES = ['run', 'epoch', 'version', 'stage', 'clocks', 'submission'] as const;

function dues(clocks: readonly Clock[]): (string | number | null)[][] {
  return clocks
    .filter(
      ({ state, metAtMs }) => state === 'running' || state === 'paused' || (state === 'missed' && metAtMs === null),
    )
    .map(({ id, state, dueAtMs }) => [id, state, dueAtMs])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
}

function describeSubmission({ submission }: NoticeState): string {
  return submission === null ? 'none' : `${submission.number}:${submission.state}`;
}

/**
 * Returns the source of a rebuild: the registry wins if the workflow is behind, because it has published what it shows.
 */
export function rebuildsFrom({ registryVersion, workflowVersion, run }: Divergence): 'registry' | 'workflow' {
  return run !== undefined || workflowVersion < registryVersion ? 'registry' : 'workflow';
}
