import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type {
  subscriberAddress,
  subscriberChange,
  subscriberCreate,
  subscriberList,
} from '../../contract/people/subscribers.js';
import type { ChangeContent, RequestedSubscriber } from '../../domain/changes/change.js';
import { findUnknownFilter, narrowsFilter, TEST_EVENT } from '../../domain/webhooks/event-filter.js';
import type { EventFilter, SubscriberState } from '../../domain/webhooks/webhook-event.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import {
  applyRequested,
  deleteSubscriber,
  findSubscriber,
  insertSubscriber,
  listSubscribers,
  lockSubscriber,
  requestOfSubscriber,
  updateSubscriber,
  type StoredSubscriber,
} from '../../registry/webhooks/subscribers.js';
import {
  insertWebhookEvents,
  listLastTests,
  countUndelivered,
  lockCursor,
} from '../../registry/webhooks/webhook-events.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import { confirmWrite } from '../step-up.js';
import { askChange, done, type ChangeOutcome, type Pending } from './changes.js';
import { hostOf, needPublicHost } from './own-webhook.js';

/** Each is read for and delivered to by itself every two seconds. */
const MAX_SUBSCRIBERS = 20;
const SECRET_BYTES = 32;

export async function getSubscribers({ db }: { db: Connection }): Promise<z.output<typeof subscriberList>> {
  const [rows, undelivered, tests] = [await listSubscribers(db), await countUndelivered(db), await listLastTests(db)];
  const items = rows.map((row) => {
    const of = undelivered.find(({ subscriber }) => subscriber === row.id);
    const test = tests.find(({ subscriber }) => subscriber === row.id);
    return {
      ...toView(row),
      waiting: of?.pending ?? 0,
      givenUp: of?.dead ?? 0,
      lastError: of?.lastError ?? null,
      lastTest: test === undefined ? null : { at: test.at.toISOString(), state: test.state, error: test.error },
    };
  });
  return { items };
}

function toView(row: StoredSubscriber) {
  const { id, name, url, types, alerts, laws, countries } = row;
  return {
    id,
    name,
    state: getState(row),
    host: url === null ? null : hostOf(url),
    requested: getRequested(row),
    types,
    alerts,
    laws,
    countries,
    createdAt: row.created_at.toISOString(),
  };
}

function getRequested({ change, content, requested_url: asked }: StoredSubscriber) {
  if (change === null || content?.kind !== 'subscriber') return null;
  if (asked !== null) return { what: 'address' as const, host: hostOf(asked), change };
  return {
    what: content.after.newSecret === undefined ? ('filter' as const) : ('secret' as const),
    host: null,
    change,
  };
}

function getState({ url, paused_at: pausedAt }: StoredSubscriber): SubscriberState {
  if (url === null) return 'unconfirmed';
  return pausedAt === null ? 'active' : 'paused';
}

export interface MadeSubscriber {
  change: string;
  subscriber: string;
  secret: string;
}

export async function addSubscriber(
  asking: Acting,
  { name, url, assertion: _, ...filter }: z.output<typeof subscriberCreate>,
): Promise<MadeSubscriber> {
  const { trx, services } = asking;
  await confirmWrite(asking);
  const others = await listSubscribers(trx);
  if (others.length >= MAX_SUBSCRIBERS)
    throw new Refusal('illegal_transition', `There are ${MAX_SUBSCRIBERS} subscribers, the most. Remove one first.`);
  needNewName(others, name);
  needPublicHost(url);
  needKnownFilter(asking, filter);
  const id = services.newId();
  const { text, ...secret } = await makeSecret(asking, id);
  await insertSubscriber(trx, { id, name, filter, secret, at: services.now() });
  const { change } = await askAddress(asking, { ...filter, id, name, url: null }, url);
  return { change, subscriber: id, secret: text };
}

function needNewName(others: readonly { name: string }[], name: string): void {
  if (others.some((other) => other.name === name)) throw invalid('/name', 'Another subscriber has this name.');
}

function needKnownFilter({ services }: Acting, filter: EventFilter): void {
  const unknown = findUnknownFilter(filter, (id) => services.rulebook.regimeById(id) !== undefined);
  if (unknown !== null) throw invalid(unknown.path, unknown.cure);
}

async function makeSecret({ services }: Acting, id: string) {
  const key = randomBytes(SECRET_BYTES);
  return { ...(await services.keys.wrap.wrap(key, id)), text: `whsec_${key.toString('base64')}` };
}

type Asked = Pick<StoredSubscriber, 'id' | 'name' | 'url' | keyof EventFilter>;

/** The filter of a new subscriber is confirmed with its address. */
async function askAddress(asking: Acting, { id, name, url: before, ...of }: Asked, url: string): Promise<Pending> {
  const about = { subscriber: id, name };
  const pending = await askChange(asking, {
    kind: 'subscriber',
    before: before === null ? null : { ...about, host: hostOf(before) },
    after: { ...about, host: hostOf(url), ...(before === null ? toFilter(of) : {}) },
  });
  await requestOfSubscriber(asking.trx, { id, url, change: pending.change });
  return pending;
}

const toFilter = ({ types, alerts, laws, countries }: EventFilter): EventFilter => ({
  types,
  alerts,
  laws,
  countries,
});

const pickFilter = ({ subscriber: _, name: __, host: ___, newSecret: ____, ...filter }: RequestedSubscriber) => filter;

async function askFilter(asking: Acting, { id, name, ...before }: Asked, filter: EventFilter): Promise<Pending> {
  const about = { subscriber: id, name };
  const pending = await askChange(asking, {
    kind: 'subscriber',
    before: { ...about, ...toFilter(before) },
    after: { ...about, ...filter },
  });
  await requestOfSubscriber(asking.trx, { id, change: pending.change });
  return pending;
}

export async function changeAddress(
  asking: Acting,
  { id, url }: { id: string } & z.output<typeof subscriberAddress>,
): Promise<Pending> {
  await confirmWrite(asking);
  const subscriber = await needSubscriber(asking, id);
  needPublicHost(url);
  return askAddress(asking, subscriber, url);
}

async function needSubscriber({ trx }: Acting, id: string): Promise<StoredSubscriber> {
  if (isUuid(id)) await lockSubscriber(trx, id);
  const found = isUuid(id) ? await findSubscriber(trx, id) : undefined;
  if (found === undefined) throw new Refusal('missing', 'There is no such subscriber. GET /v1/subscribers lists them.');
  return found;
}

/** While the address waits, a second person has the filter of the request before them. */
function needConfirmed({ url }: StoredSubscriber): void {
  if (url === null) throw new Refusal('illegal_transition', 'A second person has to confirm its address first.');
}

/** Throws `illegal_transition` if the subscriber was removed, or its filter changed or something else requested since. */
export async function applySubscriber(
  { trx, services }: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'subscriber' }> },
): Promise<void> {
  const { before, after } = content;
  await lockSubscriber(trx, after.subscriber);
  const present = await findSubscriber(trx, after.subscriber);
  // A new subscriber has the filter of its request already, or a narrower one.
  const filter = after.host === undefined ? pickFilter(after) : {};
  const isOther = canonicalJson(before && pickFilter(before)) !== canonicalJson(present && toFilter(present));
  if (present !== undefined && Object.keys(filter).length > 0 && isOther)
    throw new Refusal('illegal_transition', 'The filter was changed since. Refuse the change.');
  if (!(await applyRequested(trx, { change, filter })))
    throw new Refusal('illegal_transition', 'The subscriber was removed or got a newer request. Refuse the change.');
  // Its first events are those after this instant.
  await lockCursor(trx, { subscriber: content.after.subscriber, now: services.now() });
}

export async function changeSubscriber(
  asking: Acting,
  { id, paused, name, assertion: _, ...given }: { id: string } & z.output<typeof subscriberChange>,
): Promise<ChangeOutcome<null>> {
  const { trx, services, caller } = asking;
  await confirmWrite(asking);
  const before = await needSubscriber(asking, id);
  const others = (await listSubscribers(trx)).filter((other) => other.id !== id);
  if (name !== undefined) needNewName(others, name);
  const filter: EventFilter = {
    types: given.types ?? before.types,
    alerts: given.alerts ?? before.alerts,
    laws: given.laws ?? before.laws,
    countries: given.countries ?? before.countries,
  };
  needKnownFilter(asking, filter);
  const narrows = narrowsFilter(before, filter);
  if (!narrows) needConfirmed(before);
  const isSame = canonicalJson(filter) === canonicalJson(toFilter(before));
  const set = { ...(name === undefined ? {} : { name }), ...(narrows && !isSame ? filter : {}) };
  const at = services.now();
  await updateSubscriber(trx, {
    id,
    ...set,
    ...(paused === undefined ? {} : { paused_at: paused ? (before.paused_at ?? at) : null }),
  });
  const detail = { subscriber: id, ...set, ...(paused === undefined ? {} : { paused }) };
  if (Object.keys(detail).length > 1)
    await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'subscriber_changed', detail }]);
  return narrows ? done(null) : askFilter(asking, { ...before, name: name ?? before.name }, filter);
}

/** Events are signed with the present secret until a second person has confirmed the new one. */
export async function replaceSecret(
  asking: Acting,
  { id }: { id: string },
): Promise<{ change: string; secret: string }> {
  await confirmWrite(asking);
  const subscriber = await needSubscriber(asking, id);
  needConfirmed(subscriber);
  const { text, ...secret } = await makeSecret(asking, id);
  const about = { subscriber: id, name: subscriber.name };
  const { change } = await askChange(asking, {
    kind: 'subscriber',
    before: about,
    after: { ...about, newSecret: true },
  });
  await requestOfSubscriber(asking.trx, { id, change, secret });
  return { change, secret: text };
}

/** Queues a test event, which is tried once; returns its webhook-id. Throws `illegal_transition` unless it is active. */
export async function testSubscriber(asking: Acting, { id }: { id: string }): Promise<string> {
  const { trx, services } = asking;
  const subscriber = await needSubscriber(asking, id);
  needConfirmed(subscriber);
  if (getState(subscriber) === 'paused') throw new Refusal('illegal_transition', 'It is paused. Resume it first.');
  const event = services.newId();
  const data = { notice: null, number: null };
  const about = { subscriber: id, noticeId: null, source: `test:${event}`, at: services.now() };
  await insertWebhookEvents(trx, [{ id: event, ...about, type: TEST_EVENT, data }]);
  return event;
}

export async function removeSubscriber(asking: Acting, { id }: { id: string }): Promise<void> {
  const { trx, services, caller } = asking;
  const { name, url } = await needSubscriber(asking, id);
  await deleteSubscriber(trx, id);
  const detail = { subscriber: id, name, host: url === null ? null : hostOf(url) };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'subscriber_removed', detail }]);
}
