import type { Words } from '../words/use-words.js';
import { can, type Role } from '../../domain/people/permission.js';
import { sessionStore } from '../http/session.js';
import type { Notice } from '../http/types.js';

/** Stages in which decisions are drafted and read. */
export const DRAFT_STAGES = ['triage', 'review', 'in_force'];

function roles(): Role[] {
  return sessionStore.get().session?.roles ?? [];
}

/** Why the notice cannot be submitted now, in words; null when it can. The desk itself decides again. */
export function whyNotSubmit(notice: Notice, drafted: number | undefined, t: Words): string | null {
  if (!can(roles(), 'submit')) return t('notice:submitRole');
  if (!DRAFT_STAGES.includes(notice.stage)) return t('notice:submitStage');
  const held = whyHeld(notice, t);
  if (held !== null) return held;
  if (notice.stage === 'triage') return t('notice:submitTriage');
  const { undecided, targets } = notice.counts;
  if (undecided > 0) return t('notice:submitWhy', { count: undecided });
  // Once all is decided something is drafted, if nothing has been in force: the key acts before the count has come.
  const known = drafted ?? (notice.stage === 'in_force' ? 0 : targets);
  return targets > 0 && known === 0 ? t('notice:submitNothing') : null;
}

/** Why nothing can be drafted now. */
export function whyNotDecide(notice: Notice, t: Words): string | null {
  if (!can(roles(), 'decide')) return t('notice:decide.role');
  return DRAFT_STAGES.includes(notice.stage)
    ? whyHeld(notice, t)
    : t('notice:decide.stage', { stage: t(`words:stage.${notice.stage}`) });
}

/** A claim keeps others out of the work; of the desk's own answer the reason is told. */
function whyHeld({ allowedCommands, assigneeName }: Notice, t: Words): string | null {
  return allowedCommands.includes('decide') ? null : t('notice:held', { name: assigneeName ?? '' });
}

/** Whether the act of submitting is offered to the reader at all; what only others can do, or what is over, is not. */
export function isSubmitShown({ stage }: Notice, why: string | null): boolean {
  if (!can(roles(), 'submit') || !DRAFT_STAGES.includes(stage)) return false;
  return stage !== 'in_force' || why === null;
}
