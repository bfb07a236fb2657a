import { sameDecision, type PinAct } from '../../../domain/rulebook/edition-pin.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findInEffect, readPin, type ReadPin } from '../../../registry/rulebook/edition-pins.js';
import type { EditionStatus } from '../../../registry/rulebook/edition-status.js';
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import { admitApproval, applyContent, needEdition, pickCounting, recordEditionAct } from './editions.js';

interface Pinning extends Pick<PinAct, 'kind' | 'digest'> {
  reason: string;
}

/**
 * Approves as one person that this edition stays in effect whatever is approved later, or that it no longer does. With
 * the last approval it takes effect in every process within seconds. Throws as `approveEdition` does.
 */
export async function pinEdition(deciding: Acting, { kind, digest, reason }: Pinning): Promise<void> {
  const { trx, caller, services } = deciding;
  const status = await needEdition(trx, digest);
  const pin = await readPin(trx, services.editionSigner.isProvenAct);
  const before = await pickCounting(trx, sameDecision(pin.open, { kind, digest }));
  const { assertion, isLast: inEffect } = await admitApproval(deciding, {
    before,
    check: () => needPinnable(kind, status, pin),
  });
  await recordEditionAct(deciding, { digest, proposal: pin.count, kind, reason, assertion, inEffect });
  const detail = { digest, edition: status.edition, inEffect, reason };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: `rulebook_edition_${kind}ned`, detail }]);
  if (inEffect) await follow(deciding);
}

function needPinnable(kind: PinAct['kind'], { digest, state }: EditionStatus, { pinned }: ReadPin): void {
  if (kind === 'unpin' && pinned !== digest)
    throw new Refusal('illegal_transition', 'The desk is not pinned to this edition.');
  if (kind === 'unpin') return;
  if (pinned === digest) throw new Refusal('illegal_transition', 'The desk is pinned to this edition already.');
  if (state !== 'approved')
    throw new Refusal('illegal_transition', 'Only an edition that has been in effect can be pinned. Approve it first.');
}

async function follow({ trx, services }: Acting): Promise<void> {
  const inEffect = await findInEffect(trx, await readPin(trx, services.editionSigner.isProvenAct));
  const content = inEffect && (await readEdition(trx, inEffect.edition));
  if (content !== undefined) await applyContent(trx, content);
}
