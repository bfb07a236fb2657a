import { findNoticeLaw } from '../../../rulebook/consequence.js';
import { findContestedDecisions } from '../../clocks/rulebook/contested-rules.js';
import { toSecrecy } from '../../../registry/notices/row-secrecy.js';
import type { UserNoticeFacts } from '../../../domain/duties/user-notice.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import type { Services } from '../../services.js';

/** What decides whether users are notified: the law stored with the notice, and its present secrecy. */
export interface NoticeWithUsers extends Omit<UserNoticeFacts, 'action'> {
  nowMs: number;
}

export async function findNoticeWithUsers(
  context: Pick<Services, 'db' | 'rulebook' | 'now'>,
  row: NoticeRow,
): Promise<NoticeWithUsers> {
  const { rulebook, now, db } = context;
  const counsel = await findContestedDecisions(context, db, row);
  return { law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row), counsel, nowMs: now().getTime() };
}
