import { DETAILS_OF_KIND, type Details } from '../../../domain/notices/details.js';
import { getKeys } from '../../../domain/record-keys.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { lockNotice, updateDetails } from '../../../registry/notices/notices.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { invalid } from '../../refusal.js';

/** Records what the document states by its kind; an empty text clears a field. */
export async function recordDetails(
  { trx, services, caller }: Acting,
  { noticeId, details: sent }: { noticeId: string; details: Details },
): Promise<{ notice: string; details: Details }> {
  const row = await lockNotice(trx, noticeId);
  const known = DETAILS_OF_KIND[row.kind];
  const fields = getKeys(sent);
  for (const field of fields)
    if (!known.includes(field)) throw invalid(`/details/${field}`, `A ${row.kind} has ${known.join(', ')}.`);
  const details = Object.fromEntries(
    Object.entries({ ...row.details, ...sent }).filter(([, text]) => text !== ''),
  ) as Details;
  await updateDetails(trx, noticeId, details);
  await appendAudit(trx, [
    { at: services.now(), noticeId, actor: toActor(caller), action: 'details_recorded', detail: { fields } },
  ]);
  return { notice: noticeId, details };
}
