import type { z } from 'zod';
import { noticeCreate } from '../contract/notice-create.js';
import type { receivedNotice } from '../contract/notice-view.js';
import type { DeskClient } from './http.js';

export { noticeCreate };

export type NoticeToSend = z.input<typeof noticeCreate>;
export type ReceivedNotice = z.infer<typeof receivedNotice>;

/**
 * Sends a notice and returns only once it is on record. Store `key` with the notice: the same key sent again after a
 * lost answer returns the first notice.
 */
export async function sendNotice(desk: DeskClient, notice: NoticeToSend, key: string): Promise<ReceivedNotice> {
  const { body } = await desk.post<ReceivedNotice>('/v1/notices', notice, key);
  return body;
}
