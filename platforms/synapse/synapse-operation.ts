import { PlatformObjects, PlatformUnavailable } from '../connection.js';
import type { FinalResult, PlatformOperation } from '../messages.js';
import { formatItemId, type SynapseItem } from './synapse-item.js';
import { planItem, planSynapseAction, type SynapsePlan } from './synapse-plan.js';
import type { SynapseEffect, SynapseService } from './synapse-service.js';
import { noOperation, notOurs, onOtherItem } from '../../domain/targets/operation-objections.js';

class Refused extends Error {
  override readonly name = 'Refused';
}

interface Work {
  operation: PlatformOperation;
  item: SynapseItem;
  wanted: boolean;
}

/**
 * Runs one operation. Synapse has no idempotency keys for admin acts, so the desk stores each result under its key in
 * its own account data and compares the state before and after: an act whose result was lost is recognised and not
 * repeated.
 */
export async function carryOutOnSynapse(synapse: SynapseService, operation: PlatformOperation): Promise<FinalResult> {
  const { key, action, id } = operation;
  const kept = await synapse.recall(key);
  if (kept !== undefined) return final(operation, { ...kept, status: 'already' });
  const plan = await planFor(synapse, operation);
  if (!plan.ok) return final(operation, { status: 'refused', message: plan.message });
  const work = { operation, item: plan.item, wanted: action !== 'restore' };
  // Once suspended, the desk's account could not even end its own suspension.
  if (id === (await synapse.whoAmI()))
    return final(operation, { status: 'refused', message: "That is the desk's own account." });
  const before = await synapse.effectOn(work.item);
  if (before === undefined) return final(operation, { status: 'not_found', message: 'Synapse does not know it.' });
  try {
    const { status, effect } = await takeCare(synapse, work, before);
    const result = { action, id, status, at: new Date().toISOString(), receipt: formatReceipt(work, effect) };
    await synapse.keep(key, result);
    return final(operation, result);
  } catch (error) {
    if (error instanceof Refused) return final(operation, { status: 'refused', message: error.message });
    throw error;
  }
}

async function planFor(synapse: SynapseService, operation: PlatformOperation): Promise<SynapsePlan> {
  const { action, undoes, countries, id, type } = operation;
  if (action !== 'restore') return planSynapseAction({ ...operation, action });
  const plan = planItem({ type, id });
  if (!plan.ok) return plan;
  const undone = undoes === undefined ? undefined : await synapse.recall(undoes);
  if (undone === undefined) return { ok: false, message: noOperation(undoes ?? '') };
  if (undone.id !== id) return { ok: false, message: onOtherItem(undoes) };
  if (undone.action !== 'remove') return { ok: false, message: `Operation ${undoes} was not a removal.` };
  if (countries.length > 0) return { ok: false, message: `Operation ${undoes} named no countries.` };
  if (plan.item.kind === 'event') return { ok: false, message: 'Redacted content cannot be restored on Matrix.' };
  return plan;
}

async function takeCare(synapse: SynapseService, work: Work, before: SynapseEffect) {
  const { operation, item, wanted } = work;
  const id = formatItemId(item);
  const holder = await synapse.heldBy(id);
  if (before.inForce === wanted) {
    if (!wanted) await synapse.hold(id, null);
    // If this operation already holds the item, it caused the state earlier and its result was not stored.
    return { status: wanted && holder === operation.key ? ('applied' as const) : ('already' as const), effect: before };
  }
  if (wanted) await synapse.hold(id, operation.key);
  else await refuseForeign(synapse, { holder, before });
  await doIt(synapse, work).catch(async (error: unknown) => {
    if (wanted && error instanceof Refused) await synapse.hold(id, null);
    throw error;
  });
  const after = await synapse.effectOn(item);
  if (after?.inForce !== wanted)
    throw new PlatformUnavailable('Synapse accepted the request, but it is not in force.', { carriedOut: 'unknown' });
  if (!wanted) await synapse.hold(id, null);
  return { status: 'applied' as const, effect: after };
}

async function refuseForeign(
  synapse: SynapseService,
  { holder, before }: { holder: string | undefined; before: SynapseEffect },
): Promise<void> {
  const isOurs = holder !== undefined && (before.by === null || before.by === (await synapse.whoAmI()));
  if (isOurs) return;
  throw new Refused(notOurs(`It is held on Synapse by ${before.by ?? 'its moderators'}`));
}

async function doIt(synapse: SynapseService, { operation, item, wanted }: Work): Promise<void> {
  try {
    if (item.kind === 'account') await synapse.suspend(item.user, wanted);
    else if (item.kind === 'room') await synapse.block(item.room, wanted);
    else await redact(synapse, item, operation.key);
  } catch (error) {
    const said = findObjection(error);
    throw said === null ? error : new Refused(said);
  }
}

/** Returns Synapse's reason for a refusal; null for any other failure, which may succeed later. */
export function findObjection(error: unknown): string | null {
  if (!(error instanceof PlatformObjects && [400, 403, 404].includes(error.status))) return null;
  // Synapse joins the desk to a room in the name of one of the room's own administrators.
  if (error.answer.includes('M_USER_SUSPENDED'))
    return 'The people who could let the desk redact in this room are suspended. End one suspension, retry, and suspend again.';
  return `Synapse said: ${error.answer.slice(0, 300)}`;
}

/** If the desk's account may not redact yet it first joins the room, which members can see. */
async function redact(synapse: SynapseService, event: { room: string; event: string }, key: string): Promise<void> {
  try {
    await synapse.redact(event, key);
  } catch (error) {
    if (!(error instanceof PlatformObjects && error.status === 403)) throw error;
    await synapse.enter(event.room);
    await synapse.redact(event, key);
  }
}

function formatReceipt({ item, wanted }: Work, { by }: SynapseEffect): string {
  if (item.kind === 'event') return `synapse redaction ${by ?? ''}`;
  if (item.kind === 'room') return `synapse room ${wanted ? 'blocked' : 'unblocked'} ${item.room}`;
  return `synapse account ${wanted ? 'suspended' : 'not suspended'} ${item.user}`;
}

type Said = Pick<FinalResult, 'status'> & Partial<FinalResult>;

function final({ key }: PlatformOperation, { status, at, receipt, message }: Said): FinalResult {
  return { key, status, at: at ?? new Date().toISOString(), receipt: receipt ?? null, message: message ?? null };
}
