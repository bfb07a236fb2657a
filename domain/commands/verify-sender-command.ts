import { acknowledgementEffect } from '../letters/letter-effect.js';
import { authenticityAfter, isVerified } from '../notices/sender.js';
import { advance, type NoticeState } from '../notices/notice-state.js';
import { commandEvent } from '../notices/audit-event.js';
import type { CommandOf } from './command.js';
import { accepted, type Decided } from './rejection.js';

/**
 * Records a person's check of the sender, whatever its outcome. The first confirmation releases the acknowledgement,
 * which is withheld from a possible forger.
 */
export function verifySender(
  state: NoticeState,
  command: CommandOf<'verify_sender'>,
  atMs: number,
): Decided<NoticeState> {
  const { body, actor } = command;
  const authenticity = authenticityAfter(state.authenticity, body.outcome);
  const patch: Partial<NoticeState> = { authenticity };
  if (body.outcome === 'confirmed')
    patch.verifiedBy = [...(state.verifiedBy ?? []), { id: actor.id, from: state.authenticity }];
  if (body.outcome === 'denied' && state.verifiedBy !== undefined) patch.verifiedBy = [];
  if (isVerified(authenticity) && !state.acknowledged) {
    patch.acknowledged = true;
    patch.effects = [...state.effects, acknowledgementEffect(state.noticeId)];
  }
  return accepted(advance(state, patch, [commandEvent(command, atMs, { ...body, authenticity })]));
}
