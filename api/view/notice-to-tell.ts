import { findNoticeLaw } from '../../rulebook/consequence.js';
import { findContestedDecisions } from '../../client/law/contested-rules.js';
import { toSecrecy } from '../../client/secrecy/secrecy-of.js';
import type { TellFacts } from '../../domain/duty/tell.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import type { ApiContext } from '../context.js';

/** What decides whether users are notified: the law stored with the notice, and its present secrecy. */
export interface NoticeToTell extends Omit<TellFacts, 'lane'> {
  nowMs: number;
}

export async function findNoticeToTell(
  context: Pick<ApiContext, 'db' | 'rulebook' | 'now'>,
  row: NoticeRow,
): Promise<NoticeToTell> {
  const { rulebook, now, db } = context;
  const counsel = await findContestedDecisions(context, db, row);
  return { law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row), counsel, nowMs: now().getTime() };
}
