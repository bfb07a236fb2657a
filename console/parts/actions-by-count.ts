import { DECISION_ACTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';

export function actionsByCount(byAction: Partial<Record<DecisionAction, number>>): [DecisionAction, number][] {
  return DECISION_ACTIONS.flatMap((action): [DecisionAction, number][] =>
    byAction[action] === undefined ? [] : [[action, byAction[action]]],
  ).sort(([, one], [, other]) => other - one);
}
