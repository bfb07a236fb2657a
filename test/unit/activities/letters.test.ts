import { dialogueEffect } from '../../../domain/letters/letter-effect.js';
import { createLetterPrinter } from '../../../letters/pdf/letter-printer.js';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createLetterActivities } from '../../../activities/letters.js';
import { dateWords } from '../../../letters/base.js';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { createMailActivities } from '../../../activities/mail.js';
import type { Effect, LetterEffect } from '../../../domain/commands/effect.js';
import { correctedReportEffect } from '../../../domain/letters/letter-effect.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { listUndelivered } from '../../../registry/letters/undelivered-letters.js';
import { uuidv7 } from 'uuidv7';
import {
  aClockRow,
  aNotice,
  anActivity,
  anApprovedDecision,
  openAlerts,
  startRegistry,
  writeAuthority,
  type Registry,
} from '../../support/registry-fixture.js';
import { handles } from '../../support/enforcement-fixture.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';

let registry: Registry;
let smtp: SmtpFixture;
let transport: MailTransport;

beforeAll(async () => {
  registry = await startRegistry();
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
  await registry.stop();
});
beforeEach(async () => {
  smtp.received.length = 0;
  smtp.refuse(null);
  await writeAuthority(registry.db, 'letters@ministry.example');
});

const sha256 = (text = '') => createHash('sha256').update(text).digest('hex');

const letters = (attempt = 1) =>
  createLetterActivities({
    db: registry.worker,
    transport,
    sender: createServiceSender('Notice Desk'),
    keyOf: async () => Buffer.alloc(32, 7),
    print: createLetterPrinter(undefined, createServiceSender('Notice Desk')),
    activity: anActivity(attempt),
  });

function aLetter(noticeId: string, letter: LetterEffect['letter'], submission: number | null = 1): LetterEffect {
  return {
    key: `${noticeId}:${submission ?? 0}:letter:${letter}`,
    type: 'send_letter',
    letter,
    submission,
    dialogue: null,
  };
}

async function wholeRows(noticeId: string) {
  return registry.db.selectFrom('letter').selectAll().where('notice_id', '=', noticeId).orderBy('n').execute();
}

async function listRows(noticeId: string) {
  return registry.db
    .selectFrom('letter')
    .select(['n', 'kind', 'state', 'to_address'])
    .where('notice_id', '=', noticeId)
    .orderBy('n')
    .execute();
}

describe('sendLetter', () => {
  test('sends the letter once to the directory address, and records it', async () => {
    const noticeId = await aNotice(registry, ['@a'], { authority_email: 'evil@x.test' });
    const effect = aLetter(noticeId, 'acknowledgement', null);
    expect(await letters().sendLetter({ noticeId, effect })).toEqual({ ok: true });
    expect(await letters(2).sendLetter({ noticeId, effect })).toEqual({ ok: true });
    expect(smtp.received.map(({ to }) => to)).toEqual([['letters@ministry.example']]);
    expect(await listRows(noticeId)).toEqual([
      { n: 1, kind: 'acknowledgement', state: 'sent', to_address: 'letters@ministry.example' },
    ]);
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select('action')
      .where('notice_id', '=', noticeId)
      .execute();
    expect(entries).toEqual([{ action: 'letter_sent' }]);
  });

  test('uses the notice’s language beside English, until a submission chooses another', async () => {
    const noticeId = await aNotice(registry, ['@a'], { language: 'tr-TR' });
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) });
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db
      .updateTable('submission')
      .set({ letter: JSON.stringify({ language: 'de', fields: {} }) })
      .where('notice_id', '=', noticeId)
      .execute();
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    const sent = await registry.db.selectFrom('letter').select(['language', 'text']).orderBy('n').execute();
    expect(sent.slice(-2)).toMatchObject([
      { language: 'tr', text: expect.stringMatching(/alındığı hakkında[^]*\* \* \*[^]*Your reference: REF-1/) },
      { language: 'de' },
    ]);
  });

  test('requests a pause of the clocks once for a clarification, and for no other letter', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'clarify', grounds: ['ambiguous_order'] }] });
    const question = aLetter(noticeId, 'clarification', 1);
    await letters().sendLetter({ noticeId, effect: question });
    await letters(2).sendLetter({ noticeId, effect: question });
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) });
    const owed = await registry.db
      .selectFrom('outbox')
      .select(['kind', 'payload'])
      .where('notice_id', '=', noticeId)
      .execute();
    expect(owed).toEqual([{ kind: 'clocks', payload: { question: 1, sentAtMs: expect.any(Number) } }]);
  });

  test('sends no letter to an unverified authority', async () => {
    await writeAuthority(registry.db, 'letters@ministry.example', 'unverified');
    const noticeId = await aNotice(registry, ['@a']);
    expect(await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) })).toMatchObject({
      ok: false,
    });
    expect(smtp.received).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_no_recipient']);
    expect(await listRows(noticeId)).toEqual([{ n: 1, kind: 'acknowledgement', state: 'failed', to_address: null }]);
  });

  test('stops a letter whose directory address would be delivered elsewhere', async () => {
    await writeAuthority(registry.db, 'Court <evil@x.test> a@ok.test');
    const noticeId = await aNotice(registry, ['@a']);
    expect(await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) })).toMatchObject({
      ok: false,
    });
    expect(smtp.received).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['recipient_mismatch']);
  });

  test('raises an alert for a bounced letter, and resolves it by a resend with its own Message-ID', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const effect = aLetter(noticeId, 'acknowledgement', null);
    smtp.refuse(550);
    expect(await letters().sendLetter({ noticeId, effect })).toMatchObject({ ok: false });
    expect(await listRows(noticeId)).toMatchObject([{ state: 'bounced' }]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_bounced']);
    smtp.refuse(null);
    expect(await letters().sendLetter({ noticeId, effect })).toEqual({ ok: true });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    const [bounced, again] = await wholeRows(noticeId);
    expect(bounced).toMatchObject({
      n: 1,
      state: 'bounced',
      sent_at: null,
      message_id: transport.messageIdOf(effect.key),
    });
    expect(again).toMatchObject({ n: 2, state: 'sent', resends: 1, text: bounced?.text });
    expect(smtp.received.map(({ messageId }) => messageId)).toEqual([again?.message_id]);
    expect(again?.message_id).not.toBe(bounced?.message_id);
  });

  test('keeps time and state of a returned letter when it is sent again', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const effect = aLetter(noticeId, 'acknowledgement', null);
    await letters().sendLetter({ noticeId, effect });
    const [first] = await wholeRows(noticeId);
    const returned = { state: 'bounced' as const, smtp_reply: '550 gone' };
    await registry.db.updateTable('letter').set(returned).where('notice_id', '=', noticeId).execute();
    await letters().sendLetter({ noticeId, effect });
    const [before, again] = await wholeRows(noticeId);
    expect(before).toMatchObject({ ...returned, n: 1, sent_at: first?.sent_at });
    expect(again).toMatchObject({ n: 2, state: 'sent', resends: 1 });
    await letters().sendLetter({ noticeId, effect });
    expect(await wholeRows(noticeId)).toHaveLength(2);
    expect(await listUndelivered(registry.db, { noticeId, n: null })).toEqual([]);
  });

  test('hands a returned letter to the mail server again when it is resent', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const effect = aLetter(noticeId, 'acknowledgement', null);
    await letters().sendLetter({ noticeId, effect });
    await registry.db.updateTable('letter').set({ state: 'bounced' }).where('notice_id', '=', noticeId).execute();
    await letters().sendLetter({ noticeId, effect });
    expect(smtp.received).toHaveLength(2);
  });

  test('quotes outward annotations made since the previous letter once, and no internal ones', async () => {
    const noticeId = await aNotice(registry, ['@a'], { language: 'de' });
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) });
    const annotate = (text: string, audience: string) =>
      appendAudit(registry.db, [
        { at: new Date(), noticeId, actor: SYSTEM, action: 'annotate', detail: { text, audience } as never },
      ]);
    await annotate('We wait for the annex.', 'outward');
    await annotate('They are slow.', 'internal');
    await annotate('Call +49 30 1234567.', 'outward');
    const dialogue = { with: 'The office', subject: 'The list', proposal: 'A meeting.' };
    await letters().sendLetter({ noticeId, effect: dialogueEffect(noticeId, 1, dialogue) });
    await letters().sendLetter({ noticeId, effect: dialogueEffect(noticeId, 2, dialogue) });
    const [, second, third] = smtp.received.map(({ text }) => text.replaceAll(/\s+/g, ' '));
    expect(second?.split('We wait for the annex.')).toHaveLength(2);
    expect(second).toContain('Zu Ihrer Kenntnis teilen wir mit: We wait for the annex.');
    expect(second).not.toMatch(/slow|1234567/);
    expect(third).not.toContain('annex');
  });

  test('attaches an invitation with time, place and a UID from its Message-ID to a letter that proposes a meeting', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const meeting = { at: '2026-12-05T05:30:00.000Z', minutes: 45, place: 'Room 7' };
    const dialogue = { with: 'Office of the Minister', subject: 'The list', proposal: 'A meeting.', meeting };
    const effect = dialogueEffect(noticeId, 1, dialogue);
    expect(await letters().sendLetter({ noticeId, effect })).toEqual({ ok: true });
    const [mail] = smtp.received;
    expect(mail?.text).toContain('45 minutes');
    expect(mail?.text).toContain('Place: Room 7');
    const lines = (mail?.files['invitation.ics'] ?? '').replaceAll(/\r\n[ \t]/g, '');
    expect(lines).toMatch(/^METHOD:REQUEST\r$/m);
    expect(lines).toMatch(/^DTSTART:20261205T053000Z\r$/m);
    expect(lines).toContain(`UID:${mail?.messageId.slice(1, -1)}`);
    expect(lines).toMatch(/^ATTENDEE;.*letters@ministry\.example\r$/m);
  });

  test('raises an alert at the third attempt during a mail outage, and resolves it', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const effect = aLetter(noticeId, 'acknowledgement', null);
    smtp.refuse(451);
    await expect(letters(2).sendLetter({ noticeId, effect })).rejects.toMatchObject({ type: 'MailUnavailable' });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    await expect(letters(3).sendLetter({ noticeId, effect })).rejects.toMatchObject({ type: 'MailUnavailable' });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['mail_outage']);
    smtp.refuse(null);
    expect(await letters(4).sendLetter({ noticeId, effect })).toEqual({ ok: true });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
  });

  test('lists the refused targets in the push-back, and counts every target once in the report', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b', '@c']);
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [
        { action: 'push_back', grounds: ['protected_speech'], targets: [1, 2] },
        { action: 'not_found', grounds: ['not_found'], targets: [3] },
      ],
    });
    await Promise.all([
      letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'push_back') }),
      letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'clarification') }),
    ]);
    const outcome = await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(outcome).toMatchObject({ ok: true, ledger: { targets: 3, byAction: { push_back: 2, not_found: 1 } } });
    expect((await listRows(noticeId)).map(({ n }) => n)).toEqual([1, 2, 3]);
    const report = await registry.db
      .selectFrom('letter')
      .select('counts')
      .where('notice_id', '=', noticeId)
      .where('kind', '=', 'report_of_effect')
      .executeTakeFirst();
    expect(report?.counts).toEqual({ targets: 3, push_back: 2, not_found: 1 });
    expect(smtp.received.find(({ subject }) => subject.startsWith('Items not acted upon'))?.text).toContain('@a');
  });
});

describe('letter about more items than its text names', () => {
  test('names every item in its annex, also when it is sent again', async () => {
    const noticeId = await aNotice(
      registry,
      Array.from({ length: 260 }, (_, index) => `@a${index + 1}`),
    );
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    const effect = aLetter(noticeId, 'push_back');
    smtp.refuse(451);
    await expect(letters().sendLetter({ noticeId, effect })).rejects.toThrow('did not accept it');
    smtp.refuse(null);
    expect(await letters(2).sendLetter({ noticeId, effect })).toEqual({ ok: true });
    const [mail] = smtp.received;
    expect(mail?.text).toContain(
      `... and 60 more. The annex (annex.csv) names all 260; its SHA-256 is ${sha256(mail?.files['annex.csv'])}.`,
    );
    const [head, ...lines] = mail?.files['annex.csv']?.trim().split('\r\n') ?? [];
    expect(head).toBe('no,type,locator,grounds,note');
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(
      Array.from({ length: 260 }, (_, index) => index + 1),
    );
    expect(lines.at(-1)).toBe(`260,account,"'@a260",overbroad,`);
  });

  test('has no annex if the text names all items', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'push_back') });
    expect(smtp.received.map(({ files }) => Object.keys(files))).toEqual([
      [expect.stringMatching(/^N-.*-letter-1\.pdf$/)],
    ]);
  });
});

describe('report of effect', () => {
  test('is not sent if its counts differ from the ledger, and raises an alert', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await registry.db
      .updateTable('ledger_count')
      .set((eb) => ({ count: eb('count', '+', 1) }))
      .where('notice_id', '=', noticeId)
      .where('status', '=', 'approved')
      .execute();
    const outcome = await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('do not add up') });
    expect(smtp.received).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_not_written']);
  });

  test.each([
    ['status', 'quarantined'],
    ['action', 'quarantine'],
  ])('is not sent if the %s of a target has no outcome', async (column, word) => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await sql`update target set ${sql.ref(column)} = ${word} where notice_id = ${noticeId}::uuid and no = 2`.execute(
      registry.db,
    );
    const outcome = await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('counts do not add up: 1 is not 2') });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_not_written']);
  });

  test('counts targets under review separately, and still adds up', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await registry.db
      .updateTable('target')
      .set({ status: 'drafted' })
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .execute();
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(smtp.received[0]?.text).toContain('refused: 1\nunder review: 1\n');
  });

  test('names each item of a long order in its annex, with the time of its effect on the platform', async () => {
    const noticeId = await aNotice(registry, handles('long', 260));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db.updateTable('target').set({ status: 'applied' }).where('notice_id', '=', noticeId).execute();
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status, superseded, at)
      select ${noticeId} || ':' || no, notice_id, 1, no, 'withhold', 'account', 'applied', no = 2, '2021-02-04T18:02:00Z'
      from target where notice_id = ${noticeId}::uuid`.execute(registry.db);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    const [mail] = smtp.received;
    const annex = mail?.files['annex.csv'] ?? '';
    expect(mail?.text).toContain(`its SHA-256 is ${sha256(annex)}.`);
    const [head, first, second, ...others] = annex.trim().split('\r\n');
    expect(head).toBe('no,type,locator,outcome,countries,effect_at,grounds,note');
    expect(first).toMatch(/^1,account,.*,withheld,IN,2021-02-04T18:02:00.000Z,,$/);
    // An effect undone since then is not listed.
    expect(second).toMatch(/^2,account,.*,withheld,IN,,,$/);
    expect(others).toHaveLength(258);
  });

  test('names the report that it corrects, and counts again', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    const become = (no: number, status: 'applied' | 'failed') =>
      registry.db
        .updateTable('target')
        .set({ status })
        .where('notice_id', '=', noticeId)
        .where('no', '=', no)
        .execute();
    await become(1, 'applied');
    await become(2, 'failed');
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    await become(2, 'applied');
    await letters().sendLetter({ noticeId, effect: correctedReportEffect(noticeId, 1, uuidv7()) });
    const [first, second] = await registry.db
      .selectFrom('letter')
      .select(['subject', 'text', 'counts', 'sent_at'])
      .where('notice_id', '=', noticeId)
      .orderBy('n')
      .execute();
    expect(first).toMatchObject({
      subject: expect.stringMatching(/^Report of effect/),
      text: expect.not.stringContaining('takes the place'),
      counts: { withhold: 1, failed: 1 },
    });
    const sentAt = dateWords({ language: 'en' }, 'UTC').full(first?.sent_at?.getTime() ?? 0);
    expect(second).toMatchObject({
      subject: expect.stringMatching(/^Corrected report of effect/),
      text: expect.stringContaining(`It takes the place of our report of ${sentAt}:`),
      counts: { withhold: 2 },
    });
  });
});

describe('mailStaff', () => {
  const mail = (attempt = 1) => createMailActivities({ db: registry.worker, transport, activity: anActivity(attempt) });

  async function insertClock(noticeId: string): Promise<string> {
    const row = aClockRow(noticeId, {
      due_at: new Date(Date.now() + 7_200_500),
      receipt: JSON.stringify({ zone: 'Asia/Kolkata' }),
    });
    await registry.db.insertInto('clock').values(row).execute();
    return row.id;
  }

  type MailStaff = Extract<Effect, { type: 'mail_staff' }>;
  const buildMail = (noticeId: string, clock: string, patch: Partial<MailStaff> = {}): MailStaff => ({
    key: `${noticeId}:m`,
    type: 'mail_staff',
    clock,
    levels: [1],
    to: ['reviewer'],
    missed: false,
    ...patch,
  });

  test('mails number, clock and times, and nothing of the subject', async () => {
    const noticeId = await aNotice(registry, ['@target-name'], { subject: 'A secret matter' });
    const clock = await insertClock(noticeId);
    await mail().mailStaff({
      noticeId,
      effect: buildMail(noticeId, clock, { levels: [1, 2], to: ['reviewer', 'approver'] }),
    });
    expect(smtp.received.map(({ to }) => to[0]).sort()).toEqual([
      'approver@desk.example',
      'author@desk.example',
      'reviewer@desk.example',
    ]);
    const [{ subject, text } = { subject: '', text: '' }] = smtp.received;
    expect(subject).toMatch(/^\[N-2021-\d{6}\] Comply: 2 h left, due \d+ \w{3} \d{4}, \d\d:\d\d IST$/);
    expect(text).toContain('Asia/Kolkata');
    expect(text).toContain('steps 1, 2');
    expect(`${subject}${text}`).not.toMatch(/secret|target-name|Ministry/);
  });

  test('mails only the named people about a gagged notice', async () => {
    const noticeId = await aNotice(registry, ['@a'], {
      secrecy_level: 'gagged',
      secrecy_people: [registry.people.reviewer],
    });
    const clock = await insertClock(noticeId);
    await mail().mailStaff({ noticeId, effect: buildMail(noticeId, clock, { to: ['reviewer', 'counsel'] }) });
    expect(smtp.received.map(({ to }) => to[0])).toEqual(['reviewer@desk.example']);
  });

  test('mails the other recipients if one address fails, and retries only the rest', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const clock = await insertClock(noticeId);
    const effect = buildMail(noticeId, clock);
    smtp.refuse(451, 'author@desk.example');
    await expect(mail().mailStaff({ noticeId, effect })).rejects.toMatchObject({ type: 'MailUnavailable' });
    expect(smtp.received.map(({ to }) => to[0])).toEqual(['reviewer@desk.example']);
    smtp.refuse(null);
    expect(await mail(2).mailStaff({ noticeId, effect })).toEqual({ ok: true });
    expect(smtp.received.map(({ to }) => to[0])).toEqual(['reviewer@desk.example', 'author@desk.example']);
  });

  test('raises an alert for a permanently refused address, and ends', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const clock = await insertClock(noticeId);
    smtp.refuse(550, 'author@desk.example');
    expect(await mail().mailStaff({ noticeId, effect: buildMail(noticeId, clock) })).toEqual({ ok: true });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['mail_refused']);
  });
});
