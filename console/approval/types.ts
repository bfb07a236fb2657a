import type { z } from 'zod';
import type { frozenLine, submissionChanges, submissionHistoryView } from '../../contract/submissions.js';
import type { Notice } from '../http/types.js';

export type Submission = z.infer<typeof submissionHistoryView>;
export type Changes = z.infer<typeof submissionChanges>;
export type Change = Changes['items'][number];
export type ChangeGroup = Changes['groups'][number];
export type FrozenLine = z.infer<typeof frozenLine>;
export type Decision = FrozenLine['decision'];
export type FrozenLane = Decision['lane'];
export type MayApprove = NonNullable<NonNullable<Notice['submission']>['mayApprove']>;
export type Ratification = NonNullable<Notice['ratification']>;

export interface LineFilter {
  lane?: FrozenLane;
  protected?: 'any' | 'none';
}
