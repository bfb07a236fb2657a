import type { Words } from '../words/use-words.js';
import { can, type Role } from '../../../domain/permission.js';
import { sessionStore } from '../http/session.js';
import type { Notice } from '../http/types.js';

/** Stages in which decisions are drafted and read. */
export const DRAFT_STAGES = ['triage', 'review', 'in_force'];

function roles(): Role[] {
  return (sessionStore.get().session?.roles ?? []) as Role[];
}

/** Why the notice cannot be submitted now, in words; null when it can. The desk itself decides again. */
export function whyNotSubmit(notice: Notice, drafted: number | undefined, t: Words): string | null {
  if (!can(roles(), 'submit')) return t('notice:submitRole');
  if (!DRAFT_STAGES.includes(notice.stage)) return t('notice:submitStage');
  const { undecided, targets } = notice.counts;
  if (undecided > 0) return t('notice:submitWhy', { count: undecided });
  return targets > 0 && drafted === 0 ? t('notice:submitNothing') : null;
}

/** Why nothing can be drafted now. */
export function whyNotDecide(notice: Notice, t: Words): string | null {
  if (!can(roles(), 'decide')) return t('notice:decide.role');
  return DRAFT_STAGES.includes(notice.stage)
    ? null
    : t('notice:decide.stage', { stage: t(`words:stage.${notice.stage}`) });
}
