import type { z } from 'zod';
import type { frozenLine, submissionChanges, submissionHistoryView } from '../../contract/submissions.js';
import type { Notice } from '../http/types.js';

export type SubmissionRecord = z.infer<typeof submissionHistoryView>;
export type SubmissionChanges = z.infer<typeof submissionChanges>;
export type SubmissionChange = SubmissionChanges['items'][number];
export type ChangeGroup = SubmissionChanges['groups'][number];
export type FrozenLine = z.infer<typeof frozenLine>;
export type SubmittedDecision = FrozenLine['decision'];
export type FrozenAction = SubmittedDecision['action'];
export type MayApprove = NonNullable<NonNullable<Notice['submission']>['mayApprove']>;
export type Ratification = NonNullable<Notice['ratification']>;

export interface LineFilter {
  action?: FrozenAction;
  protected?: 'any' | 'none';
}
