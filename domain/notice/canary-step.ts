import type { Stage } from './notice.js';

/** What the canary does next, or what it waits for. */
export const CANARY_STEPS = [
  'receive',
  'acknowledgement',
  'resolution',
  'triage',
  'decide',
  'submit',
  'approve',
  'enforcement',
  'report',
  'restore',
  'close',
  'done',
] as const;
export type CanaryStep = (typeof CANARY_STEPS)[number];

/** Steps that the desk does by itself and the canary waits for. */
export const AWAITED: readonly CanaryStep[] = ['acknowledgement', 'resolution', 'enforcement', 'report'];

/** How far a canary's notice has come, by what is on record. */
export interface CanaryFacts {
  stage: Stage;
  /** Whether the mail server has taken the acknowledgement, and the report of effect. */
  acknowledged: boolean;
  reported: boolean;
  /** Whether the platform has said who the target is. */
  resolved: boolean;
  undecided: number;
  /** Whether its target is acted on; without one on the platform nothing is. */
  acts: boolean;
  applied: number;
  restored: number;
}

/** The step that a canary stands at. What the platform has not done stays awaited: the canary does not go around it. */
export function canaryStep(facts: CanaryFacts | undefined): CanaryStep {
  if (facts === undefined) return 'receive';
  switch (facts.stage) {
    case 'triage':
      return facts.acknowledged ? 'triage' : 'acknowledgement';
    case 'review':
      if (facts.undecided === 0) return 'submit';
      return facts.resolved ? 'decide' : 'resolution';
    case 'approval':
      return 'approve';
    case 'enforcement':
      return 'enforcement';
    // The mail server may have taken the report, and the workflow not know it yet.
    case 'reporting':
      return 'report';
    case 'in_force':
      return afterwards(facts);
    case 'closed':
      return 'done';
  }
}

function afterwards({ acts, applied, restored, reported }: CanaryFacts): CanaryStep {
  if (acts && applied + restored === 0) return 'enforcement';
  if (!reported) return 'report';
  return acts && applied > restored ? 'restore' : 'close';
}
