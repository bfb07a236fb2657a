import type { z } from 'zod';
import type { secondReviewAnswer, secondReviewWrite } from '../../contract/review/quality.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { getNotice } from '../../registry/notices/notices.js';
import { recordGoldenAnswer } from '../../registry/targets/golden-items.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { needQueued, noLonger } from '../intake/notice/second-review-queue.js';
import { giveSecondReview } from './decide.js';
import { readGrounds } from './drafting.js';

/** The caller's own decision on a target that waits for them; the answer is the same for a golden one. */
export async function answerSecondReview(
  { trx, services, caller }: Acting,
  { id, ...body }: z.output<typeof secondReviewWrite> & { id: string },
): Promise<z.input<typeof secondReviewAnswer>> {
  const queued = await needQueued(trx, services, caller, id);
  const grounds = readGrounds(body);
  if (queued.golden !== null) {
    const answer = { ...body, grounds, note: body.note ?? '', reader: caller.person.id, at: services.now() };
    const result = await recordGoldenAnswer(trx, { item: queued.golden, ...answer });
    if (result === null) throw noLonger();
    const entry = { action: 'golden_answered' as const, detail: { set: result.set } };
    await appendAudit(trx, [{ at: services.now(), noticeId: null, actor: toActor(caller), ...entry }]);
    return { agrees: result.agrees };
  }
  const row = await getNotice(trx, queued.notice_id);
  const order = { row, caller, commandId: services.newId(), body: { targets: [queued.no], ...body } };
  const { read, agree } = await giveSecondReview(trx, services, order);
  if (read === 0) throw noLonger();
  return { agrees: agree === 1 };
}
