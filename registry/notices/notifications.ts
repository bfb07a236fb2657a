import { sql, type RawBuilder } from 'kysely';
import { endOfQuietMs } from '../../domain/clock-arithmetic/index.js';
import {
  CHANNELS,
  DEFAULT_NOTIFICATIONS,
  type Channel,
  type NotificationChannel,
  type NotificationKind,
} from '../../domain/people/notification.js';
import { listApprovers } from '../../domain/submissions/approvers.js';
import type { Connection } from '../db.js';
import { listWaitingSubmissions, type WaitingSubmission } from '../people/absences.js';
import { isPerson } from '../people/people.js';
import { findNotificationSettings } from '../people/person-settings.js';
import { findPeopleWithWebhooks } from '../people/person-webhooks.js';
import { findPeopleWithDevices } from '../people/push-devices.js';
import { canRead, isNoSecret } from './secrecy.js';

export interface Notification {
  key: string;
  noticeId: string;
  kind: NotificationKind;
  submission: number | null;
  conversation?: number;
  /** A person's id; anything else is notified of nothing. */
  to: string;
  by: string;
}

/**
 * Queues notifications, each once per key and channel that its person wants, after their quiet hours.
 */
export async function insertNotifications(
  trx: Connection,
  notifications: readonly Notification[],
  now: Date,
): Promise<void> {
  const { rows: there } = await sql<{ key: string }>`
    select key from notification where key = any (${notifications.map(({ key }) => key)}::text[])`.execute(trx);
  const known = new Set(there.map(({ key }) => key));
  const added = notifications.filter(({ key }) => !known.has(key));
  const people = added.map(({ to }) => to);
  const settings = await findNotificationSettings(trx, people);
  const reached: Reached = {
    mail: new Set(people),
    push: await findPeopleWithDevices(trx, people),
    webhook: await findPeopleWithWebhooks(trx, people),
  };
  for (const one of added) {
    const { quiet, ...wanted } = settings.get(one.to) ?? DEFAULT_NOTIFICATIONS;
    const nextMs = (quiet === null ? null : endOfQuietMs(quiet, now.getTime())) ?? now.getTime();
    const [first = 'none', ...others] = CHANNELS.filter(
      (channel) => wanted[channel][one.kind] && reached[channel].has(one.to),
    );
    // The first row keeps the plain key, which says that the notification is queued.
    await insertNotification(trx, { ...one, channel: first, nextMs });
    for (const channel of others)
      await insertNotification(trx, { ...one, key: `${one.key}:${channel}`, channel, nextMs });
  }
}

type Reached = Record<Channel, ReadonlySet<string>>;

async function insertNotification(
  trx: Connection,
  {
    key,
    noticeId,
    kind,
    channel,
    nextMs,
    submission,
    conversation,
    to,
    by,
  }: Notification & { channel: NotificationChannel; nextMs: number },
): Promise<void> {
  await sql`
    insert into notification (key, notice_id, person_id, kind, channel, next_at, submission, conversation, by_id)
    select ${key}, ${noticeId}::uuid, person.id, ${kind}, ${channel}, ${new Date(nextMs)}::timestamptz,
      ${submission}::int, ${conversation ?? null}::int, (select id from person where id::text = ${by})
    from person where person.id::text = ${to} and ${isPerson}
    on conflict (key) do nothing`.execute(trx);
}

/** Returns who is asked to approve a submission that waits. */
export function listAsked(waiting: WaitingSubmission): Notification[] {
  const { noticeId, submission, author: by } = waiting;
  return listApprovers(waiting).map(({ id: to }) => {
    return { key: `${noticeId}:approval:${submission}:${to}`, noticeId, kind: 'approval', submission, to, by };
  });
}

export interface DueNotification {
  key: string;
  notice_id: string;
  person_id: string;
  kind: NotificationKind;
  submission: number | null;
  conversation: number | null;
  by_name: string | null;
  attempts: number;
  created_at: Date;
}

/** A person is written to about a notice once in this time, which leaves a mail a minute to arrive in. */
const APART_SECONDS = 45;
const SENDING_LOCK = 4_207_322;

/**
 * Returns the due notifications of one person about one notice, locked for this transaction; none if nothing is due or
 * another process writes to that person now.
 */
export async function claimNotifications(trx: Connection, channel: Channel): Promise<DueNotification[]> {
  const isDue = sql`due.channel = ${channel} and due.sent_at is null and due.given_up_at is null and due.next_at <= now()`;
  const { rows } = await sql<{ notice_id: string; person_id: string }>`
    select due.notice_id, due.person_id from notification due
    where ${isDue} and not exists (
      select from notification earlier
      where earlier.person_id = due.person_id and earlier.notice_id = due.notice_id and earlier.channel = due.channel
        and earlier.sent_at > now() - make_interval(secs => ${APART_SECONDS}))
    order by due.next_at, due.key limit 1 for update skip locked`.execute(trx);
  const [first] = rows;
  if (first === undefined) return [];
  const { rows: locked } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${SENDING_LOCK}, hashtext(${first.person_id + first.notice_id + channel})) as mine`.execute(
    trx,
  );
  if (locked[0]?.mine !== true) return [];
  const { rows: due } = await sql<DueNotification>`
    select due.key, due.notice_id, due.person_id, due.kind, due.submission, due.conversation, due.attempts, due.created_at,
      (select name from person where person.id = due.by_id
        and not exists (select from staff_risk where staff_risk.notice_id = due.notice_id)) as by_name
    from notification due
    where ${isDue} and due.person_id = ${first.person_id}::uuid and due.notice_id = ${first.notice_id}::uuid
    order by due.next_at, due.key for update skip locked`.execute(trx);
  return due;
}

export interface Recipient {
  name: string;
  email: string;
  number: string;
  secret: boolean;
  /** Active, with access to the notice, which is still open. */
  reachable: boolean;
  isAssignee: boolean;
  /** Numbers of the notice's returned submissions that this person made. */
  returned: number[];
  /** Numbers of the notice's conversations that wait for this person's opinion. */
  owes: number[];
  /** The submission that waits for this person's approval. */
  approves: number | null;
}

export async function findRecipient(
  db: Connection,
  { noticeId, personId }: { noticeId: string; personId: string },
): Promise<Recipient> {
  const knows = canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') });
  const { rows } = await sql<Omit<Recipient, 'approves'>>`
    select person.name, person.email, notice.number, not ${isNoSecret()} as secret,
      notice.stage <> 'closed' and person.active and ${isPerson} and ${knows} as reachable,
      coalesce(notice.assignee = person.id, false) as "isAssignee",
      array(select submission.number from submission where submission.notice_id = notice.id
        and submission.state = 'returned' and submission.author = person.id) as returned,
      array(select number from conversation where conversation.notice_id = notice.id and ${owesOpinion(sql.ref('person.id'))}) as owes
    from person join notice on notice.id = ${noticeId}::uuid where person.id = ${personId}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`no person ${personId}`);
  const waiting = await listWaitingSubmissions(db, { notices: [noticeId] });
  const approves = waiting.find((one) => listApprovers(one).some(({ id }) => id === personId))?.submission ?? null;
  return { ...row, approves };
}

/** Whether a conversation waits for a person's opinion. */
export function owesOpinion(person: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(conversation.asked_id = ${person}::uuid and conversation.resolved_at is null and not exists (
    select from conversation_comment given
    where given.notice_id = conversation.notice_id and given.conversation = conversation.number and given.answer is not null))`;
}

export async function findSubmissionAuthor(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('submission')
    .select('author')
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .executeTakeFirst();
  return row?.author;
}
