import type { z } from 'zod';
import type { pushDeviceView, pushView, pushWrite } from '../../contract/people/push.js';
import { MAX_PUSH_DEVICES } from '../../domain/people/push-device.js';
import { isUuid } from '../../domain/uuid.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { deletePushDevices, listPushDevices, savePushDevice } from '../../registry/people/push-devices.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';

type Reading = Pick<Services, 'db'> & { pushKey: string | null };
type Device = Awaited<ReturnType<typeof listPushDevices>>[number];

export async function getPush({ db, pushKey }: Reading, caller: Caller): Promise<z.output<typeof pushView>> {
  const devices = await listPushDevices(db, caller.person.id);
  return { publicKey: pushKey, devices: devices.map((device) => toDeviceView(device, caller)) };
}

function toDeviceView(
  { id, name, created_at: createdAt, session_id: session }: Pick<Device, 'id' | 'name' | 'created_at' | 'session_id'>,
  caller: Caller,
): z.output<typeof pushDeviceView> {
  return { id, name, createdAt: createdAt.toISOString(), current: session === caller.session?.id };
}

/** Lets this browser show the caller's notifications until its session is ended. */
export async function addPushDevice(
  { trx, services, caller }: Acting,
  { name, endpoint, keys }: z.output<typeof pushWrite>,
): Promise<z.output<typeof pushDeviceView>> {
  const { session } = caller;
  if (session === null)
    throw new Refusal('illegal_transition', 'Sign in to the console in the browser that is to show notifications.');
  const person = caller.person.id;
  const at = services.now();
  const before = await listPushDevices(trx, person);
  const known = before.some((device) => device.endpoint === endpoint);
  if (!known && before.length >= MAX_PUSH_DEVICES)
    throw new Refusal('illegal_transition', `You already have ${MAX_PUSH_DEVICES} browsers. Remove one first.`);
  const device = { id: services.newId(), person, session: session.id, name, endpoint, ...keys, at };
  const { id, created_at: createdAt } = await savePushDevice(trx, device);
  if (!known) {
    const entry = { at, noticeId: null, actor: toActor(caller) };
    await appendAudit(trx, [{ ...entry, action: 'push_device_added', detail: { device: id, name } }]);
  }
  return toDeviceView({ id, name, created_at: createdAt, session_id: session.id }, caller);
}

export async function removePushDevice({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  const removed = isUuid(id) ? await deletePushDevices(trx, { ids: [id], person: caller.person.id }) : [];
  const [device] = removed;
  if (device === undefined) throw new Refusal('missing', 'You have no such browser. GET /v1/me/push lists yours.');
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [
    { ...entry, action: 'push_device_removed', detail: { device: device.id, name: device.name } },
  ]);
}
