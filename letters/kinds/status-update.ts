import type { Stage } from '../../domain/notice/notice.js';
import type { LetterOfKind } from '../letter-of-kind.js';

/** Where the notice stands; of a notice that lists nothing, the answer to it. */
export const statusUpdate: LetterOfKind<{ stage: Stage; targetCount: number; decidedCount: number }> = {
  gather: async (_, { context: { stage, targets, undecided } }) => ({
    data: { stage, targetCount: targets, decidedCount: targets - undecided },
  }),
  view: ({ stage, targetCount, decidedCount }) => ({
    stage,
    // A notice that lists nothing gets no report: once approved, this letter is the answer.
    answers: targetCount === 0 && (stage === 'reporting' || stage === 'in_force'),
    target_count: targetCount,
    decided_count: decidedCount,
  }),
};
