import { ApplicationFailure } from '@temporalio/activity';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { Effect, EffectOutcome, PagedAlert } from '../domain/commands/effect.js';
import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import { pagesTogether, type PageEffect, NO_CLOCK } from '../domain/clocks/steps-together.js';
import { opaquePage } from '../domain/notices/opaque-page.js';
import { isSecret } from '../registry/notices/secrecy.js';
import type { Role } from '../domain/people/permission.js';
import type { Db } from '../registry/db.js';
import { getNotice } from '../registry/notices/notices.js';
import { listStaffToNotify } from '../registry/people/people.js';
import {
  claimStaffMessages,
  listClocksForStaff,
  markStaffMessageAccepted,
  opaqueKey,
  type ClockForStaff,
} from '../registry/letters/staff-messages.js';
import { OUTAGE_ATTEMPT, temporalActivity, type ActivityContext } from './activity-context.js';

type PageOpsEffect = Extract<Effect, { type: 'page_ops' }>;

export interface PagerActivities {
  page(input: { noticeId: string; effect: PageEffect }): Promise<EffectOutcome>;
  pageOps(input: { noticeId: string; effect: PageOpsEffect }): Promise<EffectOutcome>;
}

export interface PagerDependencies {
  db: Db;
  /** Webhook address for pages and the secret that signs them; null without a pager. */
  pager: { url: string; secret: string } | null;
  consoleUrl?: string | null;
  activity?: ActivityContext;
}

const NO_PAGER = 'pager_missing';
/** Fits the 10 s timeout of one attempt. */
const TIMEOUT_MS = 8_000;

function createSender({ db, pager, activity = temporalActivity }: PagerDependencies) {
  const agent = new Agent({
    connections: 4,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
  });
  return async (input: Page): Promise<EffectOutcome> => {
    const { key, noticeId, number, subject, webhookId, body, detail, joins = [] } = input;
    if (pager === null) return raiseMissingPager(db);
    const message = { key, noticeId, channel: 'page' as const, personId: null, subject, messageId: webhookId, joins };
    const claimed = await claimStaffMessages(db, { noticeId, messages: [message] });
    if (!claimed.has(key)) return { ok: true };
    const outage = `${noticeId}:pager_outage`;
    try {
      const reply = await post(agent, pager, webhookId, body);
      await markStaffMessageAccepted(db, { key, reply });
    } catch (error) {
      if (activity.attempt() >= OUTAGE_ATTEMPT) {
        await raiseAlert(db, {
          key: outage,
          kind: 'pager_outage',
          noticeId,
          summary: `A page of ${number} cannot be handed to the pager.`,
          detail,
        });
      }
      throw error;
    }
    await resolveAlert(db, { key: [outage, NO_PAGER] });
    return { ok: true };
  };
}

/**
 * Pages people through the pager webhook. The page's key is its webhook id, so that the receiver recognizes a repeat.
 */
export function createPagerActivities(dependencies: PagerDependencies): PagerActivities {
  const { db, consoleUrl = null } = dependencies;
  const send = createSender(dependencies);
  const peopleFor = async (noticeId: string, roles: readonly Role[]) =>
    (await listStaffToNotify(db, { noticeId, roles: [...roles] })).map(({ id }) => id);
  return {
    /**
     * Pages only people with access to the notice and names nothing but the clocks. One page covers the steps of other
     * clocks at the same instant and their people; the effects of those clocks then page no one again.
     */
    async page({ noticeId, effect }) {
      const clocks = await listClocksForStaff(db, noticeId);
      const clock = clocks.find(({ id }) => id === effect.clock);
      if (clock === undefined) return { ok: false, reason: NO_CLOCK };
      const { number, secret } = clock;
      const together = pagesTogether(noticeId, clocks, effect);
      const to = await peopleFor(
        noticeId,
        [effect, ...together].flatMap((page) => page.to),
      );
      return send({
        key: effect.key,
        noticeId,
        number,
        subject: `${number} ${clock.kind} level ${effect.level}`,
        ...asSent(
          { secret, key: effect.key, noticeId, consoleUrl, to },
          pageBody({ noticeId, effect, together, clocks, to }),
        ),
        joins: together.map(({ key }) => key),
        detail: { clock: effect.clock, level: effect.level },
      });
    },

    async pageOps({ noticeId, effect: { key, about, to } }) {
      const { number } = await getNotice(db, noticeId);
      const people = await peopleFor(noticeId, to);
      return send({
        key,
        noticeId,
        number,
        subject: `${number} ${about}`,
        ...asSent(
          { secret: await isSecret(db, noticeId), key, noticeId, consoleUrl, to: people },
          { key, notice: noticeId, number, about, to: people, text: TEXTS[about](number) },
        ),
        detail: { about },
      });
    },
  };
}

interface Page {
  key: string;
  noticeId: string;
  number: string;
  subject: string;
  webhookId: string;
  body: string;
  joins?: readonly string[];
  detail: Record<string, unknown>;
}

function asSent(
  { secret, key, ...page }: { secret: boolean; key: string; noticeId: string; consoleUrl: string | null; to: string[] },
  body: object,
): Pick<Page, 'webhookId' | 'body'> {
  if (!secret) return { webhookId: key, body: JSON.stringify(body) };
  const webhookId = opaqueKey(key);
  return { webhookId, body: JSON.stringify(opaquePage({ key: webhookId, ...page })) };
}

const TEXTS: Record<PagedAlert, (number: string) => string> = {
  reply_unread: (number) =>
    `The authority has answered our question about ${number}, and our clock is running again. Read the answer and record the outcome.`,
  approval_unproven: (number) =>
    `The approvals of a submission of ${number} could not be verified. Nothing was enforced. Check it before you submit it again.`,
  forged_command: (number) =>
    `The engine received a command for ${number} that the desk never sent. It had no effect. Find out who has access to the Temporal server.`,
};

async function raiseMissingPager(db: Db): Promise<EffectOutcome> {
  await raiseAlert(db, {
    key: NO_PAGER,
    kind: NO_PAGER,
    noticeId: null,
    summary:
      'An escalation could not page anyone because no pager is configured. Set PAGER_WEBHOOK_URL and PAGER_WEBHOOK_SECRET.',
  });
  return { ok: true };
}

function pageBody(paged: {
  noticeId: string;
  effect: PageEffect;
  together: readonly PageEffect[];
  clocks: readonly ClockForStaff[];
  to: string[];
}): object {
  const { noticeId, effect, together, clocks, to } = paged;
  const describe = ({ clock: id, level, nth }: PageEffect) => {
    const clock = clocks.find((one) => one.id === id);
    return { clock: id, kind: clock?.kind, dueAt: clock?.dueAt?.toISOString() ?? null, level, nth };
  };
  return {
    key: effect.key,
    notice: noticeId,
    number: clocks[0]?.number,
    ...describe(effect),
    ...(together.length === 0 ? {} : { also: together.map(describe) }),
    to,
    acknowledge: `/v1/notices/${noticeId}/acknowledge-escalation`,
  };
}

async function post(
  dispatcher: Agent,
  { url, secret }: { url: string; secret: string },
  key: string,
  body: string,
): Promise<string> {
  const at = new Date();
  const { statusCode, body: answer } = await request(url, {
    dispatcher,
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': key,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(key, at, body),
    },
  });
  await answer.dump();
  if (statusCode >= 200 && statusCode < 300) return String(statusCode);
  throw ApplicationFailure.retryable(`The pager answered ${statusCode}.`, 'PagerUnavailable');
}
