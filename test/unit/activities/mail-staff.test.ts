import { describe, expect, test } from '@jest/globals';
import { createMailActivities } from '../../../activities/mail.js';
import type { MailTransport } from '../../../letters/mail-transport.js';
import type { Effect } from '../../../domain/commands/effect.js';
import { aClockRow, aNotice, anActivity, openAlerts, type Registry } from '../../support/registry-fixture.js';
import type { SmtpFixture } from '../../support/mail/smtp-fixture.js';
import { withLetters } from './letters/letter-activities.js';

let registry: Registry;
let smtp: SmtpFixture;
let transport: MailTransport;
withLetters((...given) => ([registry, smtp, transport] = given));

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
