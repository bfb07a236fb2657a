import type { Channel } from '../domain/people/notification.js';
import type { NoticeProjection } from '../domain/notices/projection.js';
import { linkTo, opaqueMail, OPAQUE_TEXT } from '../domain/notices/opaque-page.js';
import type { Connection } from '../registry/db.js';
import { markMailFailed, markMailSent } from '../registry/letters/mail-queue.js';
import { opaqueKey } from '../registry/letters/staff-messages.js';
import {
  claimNotifications,
  findRecipient,
  findSubmissionAuthor,
  insertNotifications,
  listAsked,
  type DueNotification,
  type Notification,
  type Recipient,
} from '../registry/notices/notifications.js';
import { listWaitingSubmissions } from '../registry/people/absences.js';
import { findConfirmedWebhook } from '../registry/people/person-webhooks.js';
import { deletePushDevices, listPushDevices } from '../registry/people/push-devices.js';
import { deliverPersonMail, type Mailing } from './directory-mail.js';
import type { PushSender } from './push-sender.js';
import type { WebhookSender } from './webhook-sender.js';
import { submissionMoves } from './record-submissions.js';

const QUEUE = 'notification';
const GIVE_UP_MS = 24 * 3_600_000;

/** Queues who is to be notified of the recorded changes, in their transaction; once, however often they are recorded. */
export async function queueNotifications(trx: Connection, projection: NoticeProjection): Promise<void> {
  const all = [...listAssignments(projection), ...(await listOfSubmissions(trx, projection))];
  await insertNotifications(trx, all, new Date());
}

export function listAssignments({ noticeId, unrecorded }: NoticeProjection): Notification[] {
  return unrecorded.flatMap((entry) => {
    const to = findAssignee(entry);
    if (to === null || to === entry.actor.id) return [];
    const key = `${noticeId}:assigned:${entry.version}:${entry.ordinal}`;
    return [{ key, noticeId, kind: 'assigned', submission: null, to, by: entry.actor.id }];
  });
}

function findAssignee({ action, detail }: NoticeProjection['unrecorded'][number]): string | null {
  if (action === 'assign') return detail.to;
  return action === 'repair' && detail.action === 'reassign' ? detail.to : null;
}

async function listOfSubmissions(trx: Connection, projection: NoticeProjection): Promise<Notification[]> {
  const { noticeId, unrecorded } = projection;
  const returned: Notification[] = [];
  for (const { action, detail, actor } of unrecorded) {
    if (action !== 'return') continue;
    const { submission } = detail;
    const to = await findSubmissionAuthor(trx, { noticeId, submission });
    if (to === undefined || to === actor.id) continue;
    const key = `${noticeId}:returned:${submission}`;
    returned.push({ key, noticeId, kind: 'returned', submission, to, by: actor.id });
  }
  if (!submissionMoves(projection).some(({ state }) => state === 'open')) return returned;
  const waiting = await listWaitingSubmissions(trx, { notices: [noticeId] });
  return [...returned, ...waiting.flatMap(listAsked)];
}

export interface Notifying extends Mailing {
  push: PushSender;
  post: WebhookSender;
}

/**
 * Sends one person what is due about one notice by one channel, in one message; false if nothing is due. What is over by
 * then, or about a notice that the person may not read, is left out.
 */
export async function sendNotification(notifying: Notifying, channel: Channel): Promise<boolean> {
  return notifying.db.transaction().execute(async (trx) => {
    const due = await claimNotifications(trx, channel);
    const [first] = due;
    if (first === undefined) return false;
    const { notice_id: noticeId, person_id: personId } = first;
    const recipient = await findRecipient(trx, { noticeId, personId });
    const over = due.filter((one) => !isStanding(one, recipient));
    for (const { key, attempts } of over)
      await markMailFailed(trx, QUEUE, { key, attempts, error: 'It is over.', isOver: true });
    const [leading, ...others] = due.filter((one) => !over.includes(one));
    if (leading === undefined) return true;
    const link = linkTo(noticeId, notifying.consoleUrl);
    const digest: Digest = { noticeId, recipient, due: [leading, ...others], link };
    if (channel === 'mail') await sendMail(trx, notifying, digest);
    else if (channel === 'push') await sendPush(trx, notifying, digest);
    else await sendToWebhook(trx, notifying, digest);
    return true;
  });
}

/** What is due to one person about one notice. */
interface Digest {
  noticeId: string;
  recipient: Recipient;
  due: readonly [DueNotification, ...DueNotification[]];
  link: string;
}

async function sendMail(
  trx: Connection,
  { transport }: Notifying,
  { noticeId, recipient, due, link }: Digest,
): Promise<void> {
  const [leading, ...others] = due;
  const mail = recipient.secret
    ? opaqueMail({ key: opaqueKey(leading.key), link })
    : notificationMail(due, { number: recipient.number, link });
  await deliverPersonMail(
    { trx, transport, queue: QUEUE },
    {
      key: leading.key,
      joins: others.map(({ key }) => key),
      attempts: leading.attempts,
      noticeId,
      person: { id: leading.person_id, name: recipient.name, email: recipient.email },
      mail,
      giveUpAt: getGiveUpAt(leading),
    },
  );
}

function getGiveUpAt({ created_at: createdAt }: DueNotification): Date {
  return new Date(createdAt.getTime() + GIVE_UP_MS);
}

/** Sends to each browser of the person, and forgets those that no longer exist. One that took it is enough. */
async function sendPush(
  trx: Connection,
  { push }: Notifying,
  { noticeId, recipient, due, link }: Digest,
): Promise<void> {
  const [leading] = due;
  const person = leading.person_id;
  const devices = await listPushDevices(trx, person);
  const message = {
    ...pushText(due, recipient),
    link: recipient.secret ? link : nameAddress(due, link),
    topic: noticeId,
  };
  const answers = await Promise.all(
    devices.map(async (device) => ({ id: device.id, ...(await push(device, message)) })),
  );
  const gone = answers.filter(({ state }) => state === 'gone').map(({ id }) => id);
  await deletePushDevices(trx, { ids: gone, person });
  const sent = answers.filter(({ state }) => state === 'sent').length;
  const failed = answers.find((answer) => answer.state === 'failed');
  for (const { key, attempts } of due) {
    if (sent > 0)
      await markMailSent(trx, QUEUE, { key, messageId: null, reply: `Shown by ${sent} of ${devices.length}.` });
    else {
      const isOver = failed === undefined || getGiveUpAt(leading) <= new Date();
      await markMailFailed(trx, QUEUE, { key, attempts, error: failed?.error ?? 'No browser shows it.', isOver });
    }
  }
}

/** One line that chats show: incoming webhooks take `{"text": …}`. */
async function sendToWebhook(trx: Connection, { post }: Notifying, { recipient, due, link }: Digest): Promise<void> {
  const [leading] = due;
  const url = await findConfirmedWebhook(trx, leading.person_id);
  const { title, body } = pushText(due, recipient);
  const address = recipient.secret ? link : nameAddress(due, link);
  const text = recipient.secret ? `${body} ${address}` : `${title} ${address}`;
  const error = url === undefined ? 'The person has no address.' : await post(url, { text });
  for (const { key, attempts } of due) {
    if (error === null) await markMailSent(trx, QUEUE, { key, messageId: null, reply: 'Taken.' });
    else {
      const isOver = url === undefined || getGiveUpAt(leading) <= new Date();
      await markMailFailed(trx, QUEUE, { key, attempts, error, isOver });
    }
  }
}

function pushText(due: Digest['due'], { secret, number }: Recipient): { title: string; body: string } {
  if (secret) return { title: 'Notice Desk', body: OPAQUE_TEXT };
  return { title: `${number}: ${listSubjects(due)}`, body: due.map((one) => describe(one, number)).join('\n') };
}

function isStanding({ kind, submission, conversation }: DueNotification, recipient: Recipient): boolean {
  if (!recipient.reachable) return false;
  if (kind === 'assigned') return recipient.isAssignee;
  if (kind === 'returned') return recipient.returned.some((number) => number === submission);
  if (kind === 'mention') return true;
  if (kind === 'opinion') return recipient.owes.some((number) => number === conversation);
  return recipient.approves === submission;
}

const SUBJECTS: Readonly<Record<DueNotification['kind'], string>> = {
  approval: 'Waiting for your approval',
  returned: 'Returned to you',
  assigned: 'Assigned to you',
  mention: 'You are mentioned',
  opinion: 'Your opinion is requested',
};
const REASONS: Readonly<Record<DueNotification['kind'], string>> = {
  approval: 'you may approve the submission',
  returned: 'you made the submission',
  assigned: 'the notice is assigned to you',
  mention: 'a comment names you',
  opinion: 'a colleague has requested your opinion',
};

/** Only the number and who did what: neither the authority nor the matter belongs in a mailbox. */
function notificationMail(
  due: Digest['due'],
  { number, link }: { number: string; link: string },
): { subject: string; text: string } {
  const lines = [
    ...due.map((one) => describe(one, number)),
    `Open: ${nameAddress(due, link)}`,
    `You receive this mail because ${[...new Set(due.map(({ kind }) => REASONS[kind]))].join(' and ')}. Please do not forward it.`,
  ];
  return { subject: `[${number}] ${listSubjects(due)}`, text: `${lines.join('\n\n')}\n` };
}

function listSubjects(due: readonly DueNotification[]): string {
  return [...new Set(due.map(({ kind }) => SUBJECTS[kind]))].join(', ');
}

/** The page of the notice where it is done. */
function nameAddress(due: readonly DueNotification[], link: string): string {
  if (due.some(({ kind }) => kind === 'approval')) return `${link}/approval`;
  return due.every(({ conversation }) => conversation !== null) ? `${link}/conversations` : link;
}

function describe({ kind, submission, by_name: byName }: DueNotification, number: string): string {
  const who = byName ?? 'The desk';
  if (kind === 'assigned') return `${who} has assigned notice ${number} to you.`;
  if (kind === 'mention') return `${who} has mentioned you in a comment on notice ${number}.`;
  if (kind === 'opinion') return `${who} requests your opinion on notice ${number}, on record.`;
  return kind === 'returned'
    ? `${who} has returned submission ${submission} of notice ${number} to you.`
    : `${who} has sent submission ${submission} of notice ${number} for approval. You may approve it.`;
}
