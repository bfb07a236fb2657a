import type { z } from 'zod';
import type { personWebhookView, personWebhookWrite } from '../../contract/people/webhook.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { isPrivateHost } from '../../letters/public-network.js';
import { appendAudit } from '../../registry/notices/audit.js';
import {
  confirmWebhook,
  deleteWebhooks,
  findConfirmedWebhook,
  listWebhooks,
  saveRequestedWebhook,
} from '../../registry/people/person-webhooks.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { askChange, type ChangeOutcome } from './changes.js';

export const hostOf = (url: string) => new URL(url).host;

export function needPublicHost(url: string): void {
  if (isPrivateHost(new URL(url))) throw invalid('/url', 'Give an address on the internet.');
}

export async function getWebhook(
  { db }: Pick<Services, 'db'>,
  { person }: Caller,
): Promise<z.output<typeof personWebhookView>> {
  const rows = await listWebhooks(db, person.id);
  const confirmed = rows.find(({ confirmed_at: at }) => at !== null);
  const requested = rows.find(({ confirmed_at: at }) => at === null);
  return {
    host: confirmed === undefined ? null : hostOf(confirmed.url),
    requested: requested === undefined ? null : { host: hostOf(requested.url), change: requested.change_id },
  };
}

/**
 * Requests that an address receives the caller's notifications. A second person confirms its host: notifications of a
 * person whose session was stolen would otherwise leave the company.
 */
export async function askWebhook(
  asking: Acting,
  { url }: z.output<typeof personWebhookWrite>,
): Promise<ChangeOutcome<null>> {
  const { trx, caller } = asking;
  needPublicHost(url);
  const { id: person, name: personName } = caller.person;
  const before = await findConfirmedWebhook(trx, person);
  const pending = await askChange(asking, {
    kind: 'webhook',
    before: before === undefined ? null : { person, personName, host: hostOf(before) },
    after: { person, personName, host: hostOf(url) },
  });
  await saveRequestedWebhook(trx, { change: pending.change, person, url });
  return pending;
}

/** Throws `illegal_transition` if the person has removed or replaced the address since. */
export async function applyWebhook(
  { trx, services }: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'webhook' }> },
): Promise<void> {
  const { person } = content.after;
  if (!(await confirmWebhook(trx, { change, person, at: services.now() })))
    throw new Refusal('illegal_transition', 'The person has removed or replaced this address. Refuse the change.');
}

export async function removeWebhook({ trx, services, caller }: Acting): Promise<void> {
  const [first] = await deleteWebhooks(trx, caller.person.id);
  if (first === undefined) return;
  const detail = { person: caller.person.id, host: hostOf(first.url) };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'person_webhook_removed', detail }]);
}
