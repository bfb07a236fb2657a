import { ApplicationFailure } from '@temporalio/activity';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { Effect, EffectOutcome } from '../domain/command/effect.js';
import { raiseAttention, resolveAttention } from '../registry/ops/attention.js';
import type { Db } from '../registry/db.js';
import { listStaffToTell } from '../registry/people/people.js';
import {
  findClockForStaff,
  insertStaffMessages,
  markStaffMessageAccepted,
  type ClockForStaff,
} from '../registry/letter/staff-messages.js';
import { OUTAGE_ATTEMPT, temporalActivity, type ActivityContext } from './activity-context.js';

type PageEffect = Extract<Effect, { type: 'page' }>;

export interface PagerActivities {
  page(input: { noticeId: string; effect: PageEffect }): Promise<EffectOutcome>;
}

export interface PagerDependencies {
  db: Db;
  /** Where pages are posted and the secret that signs them; null, no pager. */
  pager: { url: string; secret: string } | null;
  activity?: ActivityContext;
}

const NO_PAGER = 'pager_missing';
/** Fits the 10 s of one attempt. */
const TIMEOUT_MS = 8_000;

/** Pages to the pager webhook. The key of the page is its webhook id, so that a repeat is told from a new page. */
export function createPagerActivities({ db, pager, activity = temporalActivity }: PagerDependencies): PagerActivities {
  const agent = new Agent({
    connections: 4,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
  });
  return {
    /** Who is paged may know of the notice; what is sent names the clock and nothing of the matter. */
    async page({ noticeId, effect }) {
      const clock = await findClockForStaff(db, { noticeId, clockId: effect.clock });
      if (clock === undefined) return { ok: false, reason: 'The clock is not on record.' };
      if (pager === null) return raiseMissingPager(db);
      const people = await listStaffToTell(db, { noticeId, roles: effect.to });
      const message = {
        key: effect.key,
        noticeId,
        channel: 'page' as const,
        personId: null,
        subject: `${clock.number} ${clock.kind} level ${effect.level}`,
        messageId: effect.key,
      };
      const taken = await insertStaffMessages(db, [message]);
      if (taken.has(effect.key)) return { ok: true };
      const outage = `${noticeId}:pager_outage`;
      const body = pageBody({ noticeId, effect, clock, to: people.map(({ id }) => id) });
      try {
        const reply = await post(agent, pager, effect.key, body);
        await markStaffMessageAccepted(db, { key: effect.key, reply });
      } catch (error) {
        if (activity.attempt() >= OUTAGE_ATTEMPT) {
          await raiseAttention(db, {
            key: outage,
            kind: 'pager_outage',
            noticeId,
            summary: `A page of ${clock.number} cannot be handed to the pager.`,
            detail: { clock: effect.clock, level: effect.level },
          });
        }
        throw error;
      }
      await resolveAttention(db, { key: [outage, NO_PAGER] });
      return { ok: true };
    },
  };
}

async function raiseMissingPager(db: Db): Promise<EffectOutcome> {
  await raiseAttention(db, {
    key: NO_PAGER,
    kind: NO_PAGER,
    noticeId: null,
    summary:
      'A clock wanted to page somebody and no pager is configured. Set PAGER_WEBHOOK_URL and PAGER_WEBHOOK_SECRET.',
  });
  return { ok: true };
}

function pageBody({
  noticeId,
  effect,
  clock,
  to,
}: {
  noticeId: string;
  effect: PageEffect;
  clock: ClockForStaff;
  to: string[];
}): string {
  return JSON.stringify({
    key: effect.key,
    notice: noticeId,
    number: clock.number,
    clock: effect.clock,
    kind: clock.kind,
    dueAt: clock.dueAt?.toISOString() ?? null,
    level: effect.level,
    nth: effect.nth,
    to,
    acknowledge: `/v1/notices/${noticeId}/acknowledge-escalation`,
  });
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
