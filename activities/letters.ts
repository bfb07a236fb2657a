import { ApplicationFailure } from '@temporalio/activity';
import { SYSTEM } from '../domain/people/actor.js';
import type { EffectOutcome, LetterEffect } from '../domain/commands/effect.js';
import { pauseBegunBy } from '../domain/clocks/automatic-pause.js';
import { isByPeople, LETTER_TABLE } from '../domain/letters/letter.js';
import type { LetterSender } from '../domain/letters/letter-sender.js';
import { isInterim } from '../domain/letters/status-update.js';
import { raiseAlert, resolveAlert, type Alert } from '../registry/ops/alerts.js';
import { appendAudit } from '../registry/notices/audit.js';
import { insertOutbox } from '../registry/ops/outbox.js';
import type { Connection, Db } from '../registry/db.js';
import { annexCsvWithBreaks } from '../registry/letters/annex.js';
import { LetterError } from '../letters/letter-error.js';
import type { LetterPrinter } from '../letters/pdf/letter-printer.js';
import type { LetterSigner } from '../letters/signing/letter-signer.js';
import { prepareLetters } from '../letters/render-letter.js';
import { isProvenLetter, sealLetter, type KeyOfNotice } from '../registry/letters/letter-seal.js';
import { writeLetter } from '../letters/write-letter.js';
import { findOffer, insertProposal } from '../registry/letters/proposals.js';
import { setLetterAside } from '../registry/letters/sealed-letters.js';
import { unprovenLetter } from '../registry/letters/unproven.js';
import { refreshLedger } from '../registry/targets/ledger.js';
import { findLetterContext } from '../registry/letters/letter-context.js';
import {
  findLetter,
  insertResent,
  requeueLetter,
  settleLetter,
  upsertLetter,
  type LetterRow,
} from '../registry/letters/letters.js';
import { OUTAGE_ATTEMPT, temporalActivity, type ActivityContext } from './activity-context.js';
import { printSigned } from './signed-letter.js';
import { writeInvitation } from '../letters/invitation.js';
import type { MailAttachment, MailTransport, SentMail } from '../letters/mail-transport.js';
import texts from '../domain/alert-texts.json' with { type: 'json' };

export interface LetterActivities {
  sendLetter(input: { noticeId: string; effect: LetterEffect }): Promise<EffectOutcome>;
}

export interface LetterDependencies {
  db: Db;
  transport: MailTransport;
  /** The sender named in letters: a company and an office, never a person. */
  sender: LetterSender;
  print: LetterPrinter;
  /** Null: letters are not signed. */
  signer: LetterSigner | null;
  keyOf: KeyOfNotice;
  activity?: ActivityContext;
}

const REASONS = ['letter_not_written', 'letter_no_recipient', 'letter_bounced', 'recipient_mismatch', 'mail_outage'];

interface Sending extends LetterDependencies {
  noticeId: string;
  effect: LetterEffect;
  activity: ActivityContext;
}

interface Leaving {
  row: LetterRow;
  to: string;
  number: string;
  pdf: Buffer;
}

interface Prepared {
  row: LetterRow;
  to: string | null;
  number: string;
}

/**
 * Activities that send letters to authorities: only to a directory address, once per key, recorded before and after.
 */
export function createLetterActivities(dependencies: LetterDependencies): LetterActivities {
  const { activity = temporalActivity } = dependencies;
  prepareLetters();
  return {
    /** The first attempt fixes the text; each attempt reads the recipient from the directory. */
    async sendLetter({ noticeId, effect }) {
      const sending: Sending = { ...dependencies, noticeId, effect, activity };
      const prepared = await prepare(sending).catch((error: unknown) => notWritten(sending, error));
      if ('reason' in prepared) return { ok: false, reason: prepared.reason };
      const { row, to, number } = prepared;
      if (row.state !== 'sent') {
        if (to === null) return noRecipient(sending, row);
        const pdf = await printRow(sending, { row, number }).catch((error: unknown) => notWritten(sending, error));
        if ('reason' in pdf) return { ok: false, reason: pdf.reason };
        const refusal = await deliver(sending, { row, to, number, pdf });
        if (refusal !== null) return { ok: false, reason: refusal };
      }
      if (!LETTER_TABLE[effect.letter].reports) return { ok: true };
      return { ok: true, ledger: await refreshLedger(sending.db, noticeId) };
    },
  };
}

async function prepare({ db, transport, sender, keyOf, noticeId, effect }: Sending): Promise<Prepared> {
  const { key, letter: kind, submission } = effect;
  const now = new Date();
  const context = await findLetterContext(db, { noticeId, submission, now });
  const { recipient: to, number } = context;
  const known = await findOwnLetter({ db, keyOf }, effect, noticeId);
  if (known !== undefined && to !== null && wasRefused(known)) {
    const buildMessageId = (n: number) => transport.messageIdOf(buildMailKey(key, { n, resends: known.n }));
    const row = await db
      .transaction()
      .execute((trx) => insertResent(trx, { noticeId, key, to, messageIdOf: buildMessageId }));
    return { row, to, number };
  }
  if (known !== undefined && to !== null && known.state !== 'failed') {
    if (known.state !== 'sent') await requeueLetter(db, { key, to });
    return { row: known, to, number };
  }
  const written = await writeLetter(db, { noticeId, effect, context, sender, nowMs: now.getTime() });
  const seal = await sealLetter(keyOf, { ...written, noticeId, kind, submission });
  const row = await db.transaction().execute((trx) =>
    upsertLetter(trx, {
      ...written,
      seal,
      noticeId,
      key,
      kind,
      to,
      submission,
      state: to === null ? 'failed' : 'queued',
      messageId: transport.messageIdOf(key),
    }),
  );
  return { row, to, number };
}

/** Returns the letter written under a key; a row the desk did not seal is set aside with an alert. */
async function findOwnLetter(
  { db, keyOf }: Pick<Sending, 'db' | 'keyOf'>,
  { key, letter }: LetterEffect,
  noticeId: string,
): Promise<LetterRow | undefined> {
  const known = await findLetter(db, { key });
  if (known === undefined || (await isProvenLetter(keyOf, known))) return known;
  await db.transaction().execute(async (trx) => {
    await setLetterAside(trx, key);
    await raiseAlert(trx, unprovenLetter({ noticeId, n: known.n, letter }));
  });
  return undefined;
}

function wasRefused({ state, smtp_reply: reply }: LetterRow): boolean {
  return state === 'bounced' || (state === 'failed' && reply !== null);
}

function buildMailKey(key: string, { n, resends }: Pick<LetterRow, 'n' | 'resends'>): string {
  return resends === null ? key : `${key}:${n}`;
}

async function ask(db: Connection, effect: LetterEffect, alert: Alert): Promise<void> {
  if (!isInterim(effect)) await raiseAlert(db, alert);
}

async function notWritten({ db, noticeId, effect }: Sending, error: unknown): Promise<{ reason: string }> {
  if (!(error instanceof LetterError)) throw error;
  const { key, letter } = effect;
  await ask(db, effect, {
    key: `${key}:letter_not_written`,
    kind: 'letter_not_written',
    noticeId,
    summary: `A letter (${letter}) cannot be written: ${error.message}`,
    detail: { letter },
  });
  return { reason: error.message };
}

async function noRecipient({ db, noticeId, effect }: Sending, { n }: LetterRow): Promise<EffectOutcome> {
  const reason = texts.letter_no_recipient.explains;
  await ask(db, effect, {
    key: `${effect.key}:letter_no_recipient`,
    kind: 'letter_no_recipient',
    noticeId,
    summary: `Letter ${n} (${effect.letter}) has no recipient. ${reason}`,
    detail: { n, letter: effect.letter },
  });
  return { ok: false, reason };
}

async function deliver(sending: Sending, letter: Leaving): Promise<string | null> {
  const { transport, effect, activity } = sending;
  const { row, to } = letter;
  try {
    const sent = await transport.send({
      key: buildMailKey(effect.key, row),
      to,
      subject: row.subject,
      text: row.text,
      byPeople: isByPeople(effect.letter),
      attachments: await buildAttachments(sending, letter),
    });
    await recordSent(sending, { row, to, sent });
    return null;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    if (error.nonRetryable) {
      await recordRefused(sending, { row, to, error });
      return error.message;
    }
    if (activity.attempt() >= OUTAGE_ATTEMPT) await recordOutage(sending, row, error);
    throw error;
  }
}

function printRow(sending: Sending, { row, number }: Pick<Leaving, 'row' | 'number'>): Promise<Buffer> {
  const { key, letter: kind } = sending.effect;
  const { subject, text, annex, language, created_at: writtenAt, signature } = row;
  return printSigned(sending, {
    key,
    number,
    kind,
    subject,
    text,
    annex,
    language,
    state: 'sent',
    writtenAt,
    signature,
  });
}

async function buildAttachments(sending: Sending, { row, to, number, pdf }: Leaving): Promise<MailAttachment[]> {
  const { letter: kind } = sending.effect;
  const { n, annex } = row;
  const document = { filename: `${number}-letter-${n}.pdf`, contentType: 'application/pdf', content: pdf };
  const beside =
    annex === null
      ? []
      : [{ filename: 'annex.csv', contentType: 'text/csv', content: await annexCsvWithBreaks(kind, annex) }];
  return [document, ...beside, ...buildInvitation(sending, { row, to })];
}

function buildInvitation(
  { transport, effect }: Sending,
  { row, to }: { row: LetterRow; to: string },
): MailAttachment[] {
  const { key, dialogue } = effect;
  if (dialogue?.meeting === undefined) return [];
  const content = writeInvitation({
    uid: transport.messageIdOf(key).slice(1, -1),
    title: row.subject,
    meeting: dialogue.meeting,
    organizer: transport.sender,
    attendee: { name: dialogue.with, address: to },
  });
  return [{ filename: 'invitation.ics', contentType: 'text/calendar; method=REQUEST; charset=utf-8', content }];
}

async function recordSent(
  { db, noticeId, effect }: Sending,
  { row, to, sent }: { row: LetterRow; to: string; sent: SentMail },
): Promise<void> {
  const { key, letter: kind } = effect;
  await db.transaction().execute(async (trx) => {
    if (await settleLetter(trx, { key, state: 'sent', reply: sent.reply })) {
      const detail = { n: row.n, kind, to, messageId: sent.messageId };
      const at = new Date();
      await appendAudit(trx, [{ at, noticeId, actor: SYSTEM, action: 'letter_sent', detail }]);
      await putOnTheTable(trx, { noticeId, effect, letter: row.n, at });
      // The API decides which clocks this pauses, because it has the law.
      const pause = pauseBegunBy(kind);
      if (pause !== undefined)
        await insertOutbox(trx, { noticeId, kind: 'clocks', payload: { [pause]: row.n, sentAtMs: at.getTime() } });
    }
    await resolveAlert(trx, { key: REASONS.map((reason) => `${key}:${reason}`) });
  });
}

async function putOnTheTable(
  trx: Connection,
  { noticeId, effect, letter, at }: { noticeId: string; effect: LetterEffect; letter: number; at: Date },
): Promise<void> {
  const { key, letter: kind, submission, dialogue } = effect;
  const offer = dialogue?.offer ?? (kind === 'push_back' ? await findOffer(trx, { noticeId, submission }) : undefined);
  if (offer !== undefined)
    await insertProposal(trx, { noticeId, key, by: 'us', offer, document: { letter }, at, actor: SYSTEM });
}

async function recordRefused(
  { db, noticeId, effect }: Sending,
  { row, to, error }: { row: LetterRow; to: string; error: ApplicationFailure },
): Promise<void> {
  const { key, letter: kind } = effect;
  const bounced = error.type === 'MailRefused';
  const alert = bounced ? 'letter_bounced' : 'recipient_mismatch';
  await db.transaction().execute(async (trx) => {
    if (await settleLetter(trx, { key, state: bounced ? 'bounced' : 'failed', reply: error.message })) {
      const detail = { n: row.n, kind, to, reply: error.message };
      await appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action: 'letter_bounced', detail }]);
    }
    await ask(trx, effect, {
      key: `${key}:${alert}`,
      kind: alert,
      noticeId,
      summary: `Letter ${row.n} (${kind}) was not delivered: ${error.message}`,
      detail: { n: row.n, letter: kind },
    });
  });
}

async function recordOutage(
  { db, noticeId, effect }: Sending,
  row: LetterRow,
  error: ApplicationFailure,
): Promise<void> {
  await ask(db, effect, {
    key: `${effect.key}:mail_outage`,
    kind: 'mail_outage',
    noticeId,
    summary: `Letter ${row.n} (${effect.letter}) is waiting for the mail server. ${error.message}`,
    detail: { n: row.n, letter: effect.letter },
  });
}
