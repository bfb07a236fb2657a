import { lawOf } from '../../rulebook/consequence.js';
import { secrecyOf } from '../../client/secrecy/secrecy-of.js';
import type { TellFacts } from '../../domain/duty/tell.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import type { ApiContext } from '../context.js';

/** What decides whether users are told: the law of the notice as it is on file, and who may know of it, as of now. */
export interface NoticeToTell extends Omit<TellFacts, 'lane'> {
  nowMs: number;
}

export function toNoticeToTell({ rulebook, now }: Pick<ApiContext, 'rulebook' | 'now'>, row: NoticeRow): NoticeToTell {
  return { law: lawOf(rulebook, row), secrecy: secrecyOf(row), nowMs: now().getTime() };
}
