import {
  type DecisionAction,
  DECISION_ACTION_TABLE,
  DECISION_ACTIONS,
} from '../../../domain/targets/decision-action.js';
import type { NoticeKind } from '../../../domain/notices/notice.js';

/** Actions in the order of their keys; those typical for the kind of notice come first. */
export function actionsFor(kind: NoticeKind): readonly DecisionAction[] {
  const subject = kind === 'information_order' || kind === 'preservation_order' ? 'data' : 'content';
  return [...DECISION_ACTIONS].sort(
    (one, other) => DECISION_ACTION_TABLE[one].order[subject] - DECISION_ACTION_TABLE[other].order[subject],
  );
}
