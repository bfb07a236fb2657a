import type { Stage } from '../notice/notice.js';

/** How far a notice is, as its authority is told. */
export type Progress = 'received' | 'examined' | 'carried_out' | 'answered' | 'closed' | 'withdrawn';

/** Who decides, and that somebody has to approve it, is no matter of the authority's: both are being examined. */
const PROGRESS: Readonly<Record<Stage, Progress>> = {
  triage: 'received',
  review: 'examined',
  approval: 'examined',
  enforcement: 'carried_out',
  reporting: 'carried_out',
  in_force: 'answered',
  closed: 'closed',
};

/** How far a notice is; one that its authority has taken back is that, wherever our work on it stands. */
export function progressOf({ stage, withdrawn }: { stage: Stage; withdrawn: boolean }): Progress {
  return withdrawn ? 'withdrawn' : PROGRESS[stage];
}
