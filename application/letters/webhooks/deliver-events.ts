import { Webhook } from 'standardwebhooks';
import { Agent, request, type Dispatcher } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEST_EVENT } from '../../../domain/webhooks/event-filter.js';
import { waitAfter } from '../../../domain/webhooks/webhook-event.js';
import { createPublicAgent, isPrivateHost, PrivateAddress } from '../../../letters/public-network.js';
import { sequenceAudit } from '../../../registry/audit/sequence.js';
import { raiseAlert, resolveOthers } from '../../../registry/ops/alerts.js';
import { listReceiving } from '../../../registry/webhooks/subscribers.js';
import {
  forgetDelivered,
  listDueWebhookEvents,
  countUndelivered,
  markWebhookDelivered,
  markWebhookFailed,
  type DueWebhookEvent,
} from '../../../registry/webhooks/webhook-events.js';
import type { Services } from '../../services.js';
import { collectEvents, OF_SETTINGS, type CollectSources, type Subscription } from './collect-events.js';

export type DeliverySources = CollectSources & Pick<Services, 'subscriber' | 'keys'>;

/** Concurrent deliveries to one subscriber; the events of one notice go one after another. */
const CONCURRENCY = 8;
const TIMEOUT_MS = 15_000;
/** Delivered events can be read again from the log; they are kept here for a replay. */
const KEPT_MS = 30 * 24 * 3_600_000;
const MAX_ERROR = 300;
/** While one subscriber does not answer, the others are looked after this often. */
const LOOK_MS = 2_000;

const GIVEN_UP = 'webhook_given_up';
const agent = new Agent({
  connections: CONCURRENCY,
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  connectTimeout: TIMEOUT_MS,
});
const publicAgent = createPublicAgent(TIMEOUT_MS);

interface Receiver extends Subscription {
  url: string;
  secret(): Promise<string>;
  dispatcher: Dispatcher;
}

interface Delivering {
  isStopped: () => boolean;
  /** Of tests, whose subscribers listen on this machine. */
  dispatcher?: Dispatcher | undefined;
}

/**
 * Delivers events to all subscribers: at least once, in order per notice, and none waits for another. An event refused
 * for a day is given up with an alert, and later ones go ahead.
 */
export async function notifySubscribers(sources: DeliverySources, delivering: Delivering): Promise<void> {
  const busy = new Map<string | null, Promise<void>>();
  let failure: unknown;
  do {
    await sequenceAudit(sources.db);
    for (const receiver of await listReceivers(sources, delivering)) {
      if (busy.has(receiver.id)) continue;
      const work = notifyOne(sources, receiver, delivering)
        .catch((error: unknown) => void (failure = error))
        .finally(() => busy.delete(receiver.id));
      busy.set(receiver.id, work);
    }
    await Promise.race([Promise.all(busy.values()), sleep(LOOK_MS, undefined, { ref: false })]);
  } while (busy.size > 0 && !delivering.isStopped());
  await Promise.all(busy.values());
  await forgetDelivered(sources.db, new Date(sources.now().getTime() - KEPT_MS));
  await raiseGivenUp(sources);
  if (failure !== undefined) throw failure;
}

/** The operator chose the address of the settings, which may be in the own network; the others are on the internet. */
async function listReceivers(
  { db, subscriber, keys }: DeliverySources,
  { dispatcher }: Delivering,
): Promise<Receiver[]> {
  const rows = await listReceiving(db);
  const added = rows.map(({ id, url, wrappedBy, wrapped, ...filter }) => ({
    id,
    url,
    filter,
    dispatcher: dispatcher ?? publicAgent,
    secret: async () => `whsec_${(await keys.wrap.unwrap({ wrappedBy, wrapped }, id)).toString('base64')}`,
  }));
  if (subscriber === null) return added;
  return [{ ...OF_SETTINGS, url: subscriber.url, dispatcher: agent, secret: async () => subscriber.secret }, ...added];
}

async function notifyOne(sources: DeliverySources, receiver: Receiver, { isStopped }: Delivering): Promise<void> {
  while ((await collectEvents(sources, receiver)) && !isStopped());
  for (;;) {
    const due = await listDueWebhookEvents(sources.db, { subscriber: receiver.id, limit: CONCURRENCY });
    if (due.length === 0 || isStopped()) return;
    const delivered = await Promise.all(due.map((event) => deliver(sources, receiver, event)));
    // While the subscriber is unreachable, the rest of the queue is not tried.
    if (!delivered.includes(true)) return;
  }
}

async function deliver({ db, now }: DeliverySources, receiver: Receiver, event: DueWebhookEvent): Promise<boolean> {
  const answer = await post(receiver, event, now());
  if (answer.ok) {
    await markWebhookDelivered(db, event.place);
    return true;
  }
  const wait = event.type === TEST_EVENT ? null : waitAfter(event.tries + 1, answer.requestedMs);
  const nextAt = wait === null ? null : new Date(now().getTime() + wait);
  await markWebhookFailed(db, { place: event.place, error: answer.error.slice(0, MAX_ERROR), nextAt });
  return false;
}

type Answered = { ok: true } | { ok: false; error: string; requestedMs: number | null };

/** Only 2xx counts as delivered. Redirects are not followed: a person or the operator has confirmed this address. */
async function post({ url, secret, dispatcher }: Receiver, event: DueWebhookEvent, at: Date): Promise<Answered> {
  const body = JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: event.data });
  try {
    // The agent looks up names only; a number is never looked up.
    if (dispatcher === publicAgent && isPrivateHost(new URL(url))) throw new PrivateAddress();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(await secret()).sign(event.id, at, body),
    };
    const answer = await request(url, { method: 'POST', dispatcher, headers, body });
    await answer.body.dump();
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { ok: true };
    const retryAfter = Number(answer.headers['retry-after']);
    const requestedMs = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1_000 : null;
    return { ok: false, error: `It answered ${answer.statusCode}.`, requestedMs };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error), requestedMs: null };
  }
}

async function raiseGivenUp({ db }: DeliverySources): Promise<void> {
  const all = (await countUndelivered(db)).filter(({ dead }) => dead > 0);
  const toKey = (subscriber: string | null) => (subscriber === null ? GIVEN_UP : `${GIVEN_UP}:${subscriber}`);
  await resolveOthers(db, { kind: GIVEN_UP, keys: all.map(({ subscriber }) => toKey(subscriber)) });
  for (const { subscriber, name, dead } of all)
    await raiseAlert(
      db,
      {
        key: toKey(subscriber),
        kind: GIVEN_UP,
        noticeId: null,
        summary: `The subscriber ${name === null ? '' : `"${name}" `}has not accepted ${dead} ${dead === 1 ? 'event' : 'events'}.`,
        detail: { dead, ...(name === null ? {} : { subscriber: name }) },
      },
      { refresh: true },
    );
}
