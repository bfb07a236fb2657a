import type { LetterOfKind } from '../letter-of-kind.js';

export const acknowledgement: LetterOfKind<{ targetCount: number }> = {
  gather: async (_, { context }) => ({ data: { targetCount: context.targets } }),
  view: ({ targetCount }) => ({ target_count: targetCount }),
};
