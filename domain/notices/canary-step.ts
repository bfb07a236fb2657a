import type { Stage } from './notice.js';

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

export const AWAITED: readonly CanaryStep[] = ['acknowledgement', 'resolution', 'enforcement', 'report'];

export interface CanaryFacts {
  stage: Stage;
  acknowledged: boolean;
  reported: boolean;
  resolved: boolean;
  undecided: number;
  /** A canary target is configured on the platform; without one nothing is enforced. */
  acts: boolean;
  applied: number;
  restored: number;
}

/**
 * Returns the canary's current step. An act that the platform has not done stays awaited; the canary does not work
 * around it.
 */
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
    // The mail server may have accepted the report before the workflow knows it.
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
