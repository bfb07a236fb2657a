import { ApplicationFailure } from '@temporalio/activity';
import type { EffectOutcome } from '../domain/commands/effect.js';
import { MAILS_APART_MS, mailsTogether, type MailEffect, NO_CLOCK } from '../domain/clocks/steps-together.js';
import { linkTo, opaqueMail } from '../domain/notices/opaque-page.js';
import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';
import { listStaffToNotify, type Person } from '../registry/people/people.js';
import {
  claimStaffMessages,
  type ClaimedMessage,
  type ClockForStaff,
  listClocksForStaff,
  listLateMails,
  markStaffMessageAccepted,
  opaqueKey,
} from '../registry/letters/staff-messages.js';
import { OUTAGE_ATTEMPT, temporalActivity, type ActivityContext } from './activity-context.js';
import type { MailTransport } from '../letters/mail-transport.js';
import { staffMailText } from './staff-mail-text.js';

export interface MailActivities {
  mailStaff(input: { noticeId: string; effect: MailEffect }): Promise<EffectOutcome>;
}

export interface MailDependencies {
  db: Db;
  transport: MailTransport;
  /** Base URL of the console for links in mails; without it mails have no link. */
  consoleUrl?: string | undefined;
  activity?: ActivityContext;
}

/**
 * Activities that mail staff. A row is written before the first byte is sent, so that a retry knows what was accepted.
 */
export function createMailActivities(dependencies: MailDependencies): MailActivities {
  const { db, transport, consoleUrl, activity = temporalActivity } = dependencies;
  return {
    /**
     * Sends one mail per person and instant: it covers the steps of other clocks due at the same time, whose own
     * effects then mail no one. A failing address does not stop the others; the failed ones are retried.
     */
    async mailStaff({ noticeId, effect }) {
      const clocks = await listClocksForStaff(db, noticeId);
      if (clocks.every(({ id }) => id !== effect.clock)) return { ok: false, reason: NO_CLOCK };
      const people = await listStaffToNotify(db, { noticeId, roles: effect.to });
      if (people.length === 0) return raiseWithoutRecipient(db, noticeId, effect);
      const together = await Promise.all(
        mailsTogether(noticeId, clocks, effect).map(async (other) => ({
          effect: other,
          people: new Set((await listStaffToNotify(db, { noticeId, roles: other.to })).map(({ id }) => id)),
        })),
      );
      const write = createWriter({ noticeId, clocks, consoleUrl: consoleUrl ?? null });
      const before = await listLateMails(db, { noticeId, withinMs: 2 * MAILS_APART_MS });
      const mails = people.map((person) => {
        const attached = together
          .filter((other) => other.people.has(person.id))
          .map((other) => other.effect)
          .filter(({ key }) => before.every((mail) => mail.key !== `${key}:${person.id}`));
        const keys = [effect, ...attached].map(({ key }) => `${key}:${person.id}`);
        return { person, keys, key: `${effect.key}:${person.id}`, ...write([effect, ...attached]) };
      });
      const messages = mails.map(({ person, keys: [, ...joins], key, subject }) => {
        const sent = { channel: 'mail' as const, subject, messageId: transport.messageIdOf(key) };
        return { key, noticeId, personId: person.id, joins, ...sent };
      });
      const waits = messages.map((message) => findWait(before, message));
      const claimed = await claimStaffMessages(db, { noticeId, messages: messages.filter((_, at) => waits[at] === 0) });
      const open = mails.filter(({ key }) => claimed.has(key));
      const failures = (await Promise.all(open.map((mail) => sendOne({ db, transport, noticeId }, mail)))).filter(
        (failure) => failure !== null,
      );
      const outage = `${noticeId}:mail_staff:${effect.key}`;
      if (failures[0] !== undefined) {
        if (activity.attempt() >= OUTAGE_ATTEMPT) {
          await raiseAlert(db, {
            key: outage,
            kind: 'mail_outage',
            noticeId,
            summary: `${failures.length} mails to staff cannot be handed to the mail server.`,
            detail: { effect: effect.key },
          });
        }
        throw failures[0];
      }
      if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAlert(db, { key: outage });
      const waitMs = Math.max(0, ...waits);
      if (waitMs > 0) throw waitsForNextMail(waitMs);
      return { ok: true };
    },
  };
}

/** How long a message has to wait after the person's last one about the notice; 0 if it may go or has begun. */
function findWait(
  before: Awaited<ReturnType<typeof listLateMails>>,
  { key, personId, messageId }: ClaimedMessage,
): number {
  const own = before.filter((mail) => mail.personId === personId);
  if (own.some((mail) => mail.key === key || mail.messageId === messageId)) return 0;
  return Math.max(0, ...own.map(({ ageMs }) => MAILS_APART_MS - ageMs));
}

/** The retry sends what has fired by then in one mail. */
function waitsForNextMail(waitMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'Waits for the next mail about this notice.',
    type: 'WaitsForNextMail',
    nextRetryDelay: Math.ceil(waitMs),
  });
}

interface Writing {
  noticeId: string;
  clocks: readonly ClockForStaff[];
  consoleUrl: string | null;
}

function createWriter({ noticeId, clocks, consoleUrl }: Writing) {
  const nowMs = Date.now();
  return ([own, ...attached]: [MailEffect, ...MailEffect[]]): { subject: string; text: string } => {
    if (clocks.some(({ secret }) => secret))
      return opaqueMail({ key: opaqueKey(own.key), link: linkTo(noticeId, consoleUrl) });
    const named = [own, ...attached].flatMap(({ clock: id, levels }) =>
      clocks.filter((clock) => clock.id === id).map((clock) => ({ clock, levels })),
    );
    return staffMailText(named, { nowMs, link: consoleUrl === null ? null : linkTo(noticeId, consoleUrl) });
  };
}

/** Returns the failure if a retry makes sense. */
async function sendOne(
  { db, transport, noticeId }: { db: Db; transport: MailTransport; noticeId: string },
  { person, key, subject, text }: { person: Person; key: string; subject: string; text: string },
): Promise<ApplicationFailure | null> {
  try {
    const { reply } = await transport.send({ key, to: person.email, subject, text });
    await markStaffMessageAccepted(db, { key, reply });
    return null;
  } catch (error) {
    if (error instanceof ApplicationFailure && error.nonRetryable) {
      await raiseAlert(db, {
        key: `person:${person.id}:mail_refused`,
        kind: 'mail_refused',
        noticeId,
        summary: `Mail to ${person.name} was refused: ${error.message}`,
        detail: { person: person.id },
      });
      return null;
    }
    return error instanceof ApplicationFailure
      ? error
      : ApplicationFailure.retryable(String(error), 'RegistryUnavailable');
  }
}

async function raiseWithoutRecipient(db: Db, noticeId: string, { clock, to }: MailEffect): Promise<EffectOutcome> {
  await raiseAlert(db, {
    key: `${noticeId}:nobody_to_tell:${clock}`,
    kind: 'nobody_to_tell',
    noticeId,
    summary: `A deadline must notify ${to.join(', ')}, and no active person with such a role has access to the notice.`,
    detail: { clock, to },
  });
  return { ok: true };
}
