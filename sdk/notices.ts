import type { z } from 'zod';
import { noticeCreate } from '../contract/notice-create.js';
import type { receivedNotice } from '../contract/notice-view.js';
import type { DeskClient } from './http.js';

export { noticeCreate };

/** A notice as intake sends it: `noticeCreate` checks it before it leaves. */
export type NoticeToSend = z.input<typeof noticeCreate>;
/** What the desk answers once the notice is on record. */
export type ReceivedNotice = z.infer<typeof receivedNotice>;

/**
 * Hands a notice to the desk. It returns once the notice is on record, and never before. Keep `key` with the paper: the
 * same key sent again after a lost answer is answered with the first notice.
 */
export async function sendNotice(desk: DeskClient, notice: NoticeToSend, key: string): Promise<ReceivedNotice> {
  const { body } = await desk.post<ReceivedNotice>('/v1/notices', notice, key);
  return body;
}
