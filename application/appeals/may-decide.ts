import { mayJudge } from '../../domain/appeals/appeal.js';
import { can } from '../../domain/people/permission.js';
import { isEnforcedAction } from '../../domain/targets/decision-action.js';
import type { AppealRow } from '../../registry/appeals/appeals.js';
import type { Caller } from '../caller.js';
import { notPermitted, Refusal } from '../refusal.js';

/** Returns whether a person may decide an appeal, and if not, the first reason: involvement, then role, then state. */
export function mayDecide(
  { parts, state }: Pick<AppealRow, 'parts' | 'state'>,
  { person, roles }: Pick<Caller, 'person' | 'roles'>,
): { ok: boolean; why: 'took_part' | 'role' | 'decided' | null } {
  const why = !mayJudge(person.id, { people: parts })
    ? 'took_part'
    : !can(roles, 'appeal.decide')
      ? 'role'
      : state === 'decided'
        ? 'decided'
        : null;
  return { ok: why === null, why };
}

const REFUSALS = {
  took_part: () =>
    new Refusal(
      'four_eyes',
      'You filed this appeal, or decided or approved the restriction. Another person must decide it.',
    ),
  role: () => notPermitted('appeal.decide'),
  decided: () => new Refusal('illegal_transition', 'The appeal has already been decided.'),
};

export function refuseDeciding(appeal: AppealRow, caller: Caller): void {
  const { why } = mayDecide(appeal, caller);
  if (why !== null) throw REFUSALS[why]();
}

export function refuseRestoring({ notice_id: notice, notice_stage: stage, status, action }: AppealRow): void {
  if (notice === null || status !== 'applied' || action === null || !isEnforcedAction(action))
    throw new Refusal('illegal_transition', 'No notice restricts the item: there is nothing to restore.');
  if (stage === 'closed')
    throw new Refusal(
      'illegal_transition',
      'The notice is closed. Counsel must reopen it before the item can be restored.',
    );
}
