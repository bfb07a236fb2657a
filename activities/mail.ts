import { ApplicationFailure } from '@temporalio/activity';
import type { Effect, EffectOutcome } from '../domain/command/effect.js';
import { linkTo, opaqueMail } from '../domain/notice/opaque-page.js';
import { raiseAttention, resolveAttention } from '../registry/ops/attention.js';
import type { Db } from '../registry/db.js';
import { listStaffToTell, type Person } from '../registry/people/people.js';
import {
  findClockForStaff,
  insertStaffMessages,
  markStaffMessageAccepted,
  opaqueKey,
} from '../registry/letter/staff-messages.js';
import { OUTAGE_ATTEMPT, temporalActivity, type ActivityContext } from './activity-context.js';
import type { MailTransport } from './mail-transport.js';
import { staffMailText } from './staff-mail-text.js';

type MailStaffEffect = Extract<Effect, { type: 'mail_staff' }>;

export interface MailActivities {
  mailStaff(input: { noticeId: string; effect: MailStaffEffect }): Promise<EffectOutcome>;
}

export interface MailDependencies {
  db: Db;
  transport: MailTransport;
  /** Address of the console that mails link to; none, no link. */
  consoleUrl?: string | undefined;
  activity?: ActivityContext;
}

/** Mail to staff. A row is written before the first byte goes out, so that a retry finds what has been taken. */
export function createMailActivities({
  db,
  transport,
  consoleUrl,
  activity = temporalActivity,
}: MailDependencies): MailActivities {
  return {
    /** One mail a person and effect. A failing address does not stop the others; the rest is tried again. */
    async mailStaff({ noticeId, effect }) {
      const clock = await findClockForStaff(db, { noticeId, clockId: effect.clock });
      if (clock === undefined) return { ok: false, reason: 'The clock is not on record.' };
      const people = await listStaffToTell(db, { noticeId, roles: effect.to });
      if (people.length === 0) return nobodyToTell(db, noticeId, effect);
      const { subject, text } = clock.secret
        ? opaqueMail({ key: opaqueKey(effect.key), link: linkTo(noticeId, consoleUrl ?? null) })
        : staffMailText(clock, {
            levels: effect.levels,
            nowMs: Date.now(),
            link: consoleUrl === undefined ? null : linkTo(noticeId, consoleUrl),
          });
      const mails = people.map((person) => ({ person, key: `${effect.key}:${person.id}`, subject, text }));
      const taken = await insertStaffMessages(
        db,
        mails.map(({ person, key }) => ({
          key,
          noticeId,
          channel: 'mail' as const,
          personId: person.id,
          subject,
          messageId: transport.messageIdOf(key),
        })),
      );
      const open = mails.filter(({ key }) => !taken.has(key));
      const failures = (await Promise.all(open.map((mail) => sendOne({ db, transport, noticeId }, mail)))).filter(
        (failure) => failure !== null,
      );
      const outage = `${noticeId}:mail_staff:${effect.key}`;
      if (failures[0] !== undefined) {
        if (activity.attempt() >= OUTAGE_ATTEMPT) {
          await raiseAttention(db, {
            key: outage,
            kind: 'mail_outage',
            noticeId,
            summary: `${failures.length} mails to staff cannot be handed to the mail server.`,
            detail: { effect: effect.key },
          });
        }
        throw failures[0];
      }
      if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAttention(db, { key: outage });
      return { ok: true };
    },
  };
}

/** Answers the failure if another attempt makes sense. */
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
      await raiseAttention(db, {
        key: `person:${person.id}:mail_refused`,
        kind: 'mail_refused',
        noticeId,
        summary: `Mail to ${person.name} is refused: ${error.message}`,
        detail: { person: person.id },
      });
      return null;
    }
    return error instanceof ApplicationFailure
      ? error
      : ApplicationFailure.retryable(String(error), 'RegistryUnavailable');
  }
}

async function nobodyToTell(db: Db, noticeId: string, { clock, to }: MailStaffEffect): Promise<EffectOutcome> {
  await raiseAttention(db, {
    key: `${noticeId}:nobody_to_tell:${clock}`,
    kind: 'nobody_to_tell',
    noticeId,
    summary: `A clock asks for ${to.join(', ')}, and nobody active with such a role may know of the notice.`,
    detail: { clock, to },
  });
  return { ok: true };
}
