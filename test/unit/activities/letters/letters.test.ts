import { describe, expect, test } from '@jest/globals';
import type { MailTransport } from '../../../../letters/mail-transport.js';
import { dialogueEffect } from '../../../../domain/letters/letter-effect.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { listUndelivered } from '../../../../registry/letters/undelivered-letters.js';
import {
  aNotice,
  anApprovedDecision,
  openAlerts,
  writeAuthority,
  type Registry,
} from '../../../support/registry-fixture.js';
import type { SmtpFixture } from '../../../support/mail/smtp-fixture.js';
import { aLetter, sha256, withLetters } from './letter-activities.js';

let registry: Registry;
let smtp: SmtpFixture;
let transport: MailTransport;
const letters = withLetters((...given) => ([registry, smtp, transport] = given));

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
