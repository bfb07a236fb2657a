import { inTransaction } from '../../registry/db.js';
import { copyDecisions, checkCopy, type CopyResult } from '../../registry/targets/copy-decisions.js';
import { findNotice } from '../../registry/notices/notices.js';
import type { Services } from '../services.js';
import { invalid } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { lockDrafts, recordDrafts, refusePreview, type DraftOrder } from './drafting.js';
import { listOrderCountries } from '../intake/order-scope.js';
import { readAs } from '../../registry/reading.js';
import { isUuid } from '../../domain/uuid.js';
import { toReader } from '../caller.js';
import { CURES } from '../../domain/commands/cures.js';

type Copied = CopyResult & { from: { id: string; number: string }; preview: boolean };

/** Drafts, as one batch, what was decided for the same items in another notice that the caller can read. */
export async function copyEarlier(
  context: Services,
  order: DraftOrder<CommandBody<'copy-decisions'>>,
): Promise<Copied> {
  const { row, caller, body } = order;
  const { select = { all: true as const }, asOf, preview = false } = body;
  const reader = toReader(caller);
  const found =
    isUuid(body.from) && body.from !== row.id
      ? await readAs(reader, () => findNotice(context.db, { id: body.from, reader }))
      : undefined;
  if (found === undefined || !found.known) throw invalid('/from', CURES.noNotice);
  const from = { id: found.row.id, number: found.row.number };
  const scope = listOrderCountries(context, row);
  const who = { by: caller.person.id, at: context.now(), asOf };
  const copying = { noticeId: row.id, from: from.id, selection: select, scope, ...who };
  if (preview) {
    await refusePreview(context, order);
    return { ...(await readAs(reader, () => checkCopy(context.db, copying))), from, preview };
  }
  return inTransaction(context.db, async (trx) => {
    await lockDrafts(trx, context, order);
    const copied = await copyDecisions(trx, copying);
    const { matched, changed, batch } = copied;
    // `notice`: an audit entry that names another notice is as restricted as that notice.
    const detail = { notice: from.id, number: from.number, matched, changed, batch };
    await recordDrafts(trx, context, order, { action: 'copy_decisions', detail });
    return { ...copied, from, preview };
  });
}
