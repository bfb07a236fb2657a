import type { NoticeProjection } from '../domain/notices/projection.js';
import { linkTo, opaqueMail } from '../domain/notices/opaque-page.js';
import type { Connection } from '../registry/db.js';
import { markMailFailed } from '../registry/letters/mail-queue.js';
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
import { deliverPersonMail, type Mailing } from './directory-mail.js';
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

/**
 * Mails one person what is due about one notice, in one mail; false if no such mail is due. What is over by then, or
 * about a notice that the person may not read, is left out.
 */
export async function sendNotificationMail({ db, transport, consoleUrl }: Mailing): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const due = await claimNotifications(trx);
    const [first] = due;
    if (first === undefined) return false;
    const { notice_id: noticeId, person_id: personId } = first;
    const recipient = await findRecipient(trx, { noticeId, personId });
    const over = due.filter((one) => !isStanding(one, recipient));
    for (const { key, attempts } of over)
      await markMailFailed(trx, QUEUE, { key, attempts, error: 'It is over.', isOver: true });
    const standing = due.filter((one) => !over.includes(one));
    const [leading, ...others] = standing;
    if (leading === undefined) return true;
    const mail = recipient.secret
      ? opaqueMail({ key: opaqueKey(leading.key), link: linkTo(noticeId, consoleUrl) })
      : notificationMail([leading, ...others], { ...recipient, link: linkTo(noticeId, consoleUrl) });
    await deliverPersonMail(
      { trx, transport, queue: QUEUE },
      {
        key: leading.key,
        joins: others.map(({ key }) => key),
        attempts: leading.attempts,
        noticeId,
        person: { id: personId, name: recipient.name, email: recipient.email },
        mail,
        giveUpAt: new Date(leading.created_at.getTime() + GIVE_UP_MS),
      },
    );
    return true;
  });
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
  due: readonly [DueNotification, ...DueNotification[]],
  { number, link }: { number: string; link: string },
): { subject: string; text: string } {
  const subjects = [...new Set(due.map(({ kind }) => SUBJECTS[kind]))];
  const lines = [
    ...due.map((one) => describe(one, number)),
    `Open: ${link}${findPlace(due)}`,
    `You receive this mail because ${[...new Set(due.map(({ kind }) => REASONS[kind]))].join(' and ')}. Please do not forward it.`,
  ];
  return { subject: `[${number}] ${subjects.join(', ')}`, text: `${lines.join('\n\n')}\n` };
}

function findPlace(due: readonly DueNotification[]): string {
  if (due.some(({ kind }) => kind === 'approval')) return '/approval';
  return due.every(({ conversation }) => conversation !== null) ? '/conversations' : '';
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
