import { recordSecondReads, type SecondReadResult } from '../../registry/target/second-reads.js';
import type { Services } from '../services.js';
import { Refusal } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { changeDrafts, readGrounds, type DraftOrder } from './drafting.js';

/** Records a second reviewer's own decision on sampled targets, made without seeing the first one. */
export async function secondRead(
  context: Services,
  order: DraftOrder<CommandBody<'second-read'>>,
): Promise<SecondReadResult> {
  const { row, caller, body } = order;
  const { lane, targets: nos, note = '' } = body;
  const { secondReadPercent: percent } = context;
  if (percent === 0) throw new Refusal('illegal_transition', 'Second reviews are not enabled on this desk.');
  const grounds = readGrounds(body);
  return changeDrafts(context, order, {
    action: 'second_read',
    work: async (trx) => {
      const reading = { reader: caller.person.id, lane, grounds, note, at: context.now() };
      const result = await recordSecondReads(trx, { noticeId: row.id, percent, nos, ...reading });
      const { read, disagree } = result;
      return { result, detail: { lane, grounds, read, disagree: disagree.length } };
    },
  });
}
