import type { Words } from '../words/use-words.js';
import { isDraftStage } from '../../domain/commands/command-table.js';
import type { CommandReason } from '../../domain/notices/notice-view.js';
import type { Notice } from '../http/types.js';

function findReason({ commands }: Notice, name: 'submit' | 'decide'): CommandReason | null {
  return commands.find((command) => command.name === name)?.why ?? null;
}

const SUBMIT: Record<CommandReason, (notice: Notice, t: Words) => string> = {
  role: (_, t) => t('notice:submitRole'),
  four_eyes: (_, t) => t('notice:submitRole'),
  no_duty: (_, t) => t('notice:submitStage'),
  stage: (_, t) => t('notice:submitStage'),
  waiting: (_, t) => t('notice:submitStage'),
  held: ({ assigneeName }, t) => t('notice:held', { name: assigneeName ?? '' }),
  repairing: (_, t) => t('notice:repairing'),
  untriaged: (_, t) => t('notice:submitTriage'),
  undecided: ({ counts }, t) => t('notice:submitWhy', { count: counts.undecided }),
  nothing: (_, t) => t('notice:submitNothing'),
  sender: (_, t) => t('notice:submitSender'),
  signer: (_, t) => t('notice:submitSigner'),
  order: ({ orderStatus }, t) => t('notice:submitOrder', { status: t(`words:orderStatus.${orderStatus}`) }),
};

/** Why the notice cannot be submitted now; null if it can. The server decides independently. */
export function explainNotSubmit(notice: Notice, drafted: number | undefined, t: Words): string | null {
  const reason = findReason(notice, 'submit');
  if (reason !== null) return SUBMIT[reason](notice, t);
  const { targets } = notice.counts;
  // Until the count loads, assumes drafts unless the notice is in force: once all is decided at least one exists, and
  // the shortcut works before the count is here.
  const known = drafted ?? (notice.stage === 'in_force' ? 0 : targets);
  return targets > 0 && known === 0 ? t('notice:submitNothing') : null;
}

export function whyNotDecide(notice: Notice, t: Words): string | null {
  const reason = findReason(notice, 'decide');
  if (reason === null) return null;
  if (reason === 'role') return t('notice:decide.role');
  if (reason === 'stage') return t('notice:decide.stage', { stage: t(`words:stage.${notice.stage}`) });
  return SUBMIT[reason](notice, t);
}

/** Whether to offer submission at all: not to people without the permission, and not when it is over. */
export function isSubmitShown(notice: Notice, why: string | null): boolean {
  if (findReason(notice, 'submit') === 'role' || !isDraftStage(notice.stage)) return false;
  return notice.stage !== 'in_force' || why === null;
}
