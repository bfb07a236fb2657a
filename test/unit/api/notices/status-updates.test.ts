import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLetterActivities } from '../../../../activities/letters.js';
import { createMailTransport, type MailTransport } from '../../../../letters/mail-transport.js';
import { sendStatusUpdate } from '../../../../activities/status-updates.js';
import { returnLetter } from '../../../../application/intake/inbound/sort-inbound.js';
import { orderUpdates } from '../../../../application/letters/status-updates/order-updates.js';
import { createServiceSender } from '../../../../domain/letters/letter-sender.js';
import { createLetterPrinter } from '../../../../letters/pdf/letter-printer.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { findLettersNamed, type SortedRow } from '../../../../registry/mail/sort-inbound.js';
import type { Rulebook } from '../../../../rulebook/rulebook.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { anActivity } from '../../../support/registry-fixture.js';
import { startSmtp, type SmtpFixture } from '../../../support/mail/smtp-fixture.js';

const DAY_MS = 86_400_000;

let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
/** How far the desk's clock is ahead of the real one. */
let aheadMs = 0;
const later = () => new Date(Date.now() + aheadMs);

beforeAll(async () => {
  api = await startApi({ now: later });
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
  await asksFor({ amount: 7, unit: 'calendar_day' });
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
  await api.close();
});
afterEach(async () => {
  // Each test has its own notices.
  await api.db.updateTable('notice').set({ stage: 'closed' }).where('stage', '<>', 'closed').execute();
  await api.db.updateTable('status_update').set({ given_up_at: new Date() }).where('sent_at', 'is', null).execute();
  smtp.received.length = 0;
  smtp.refuse(null);
  aheadMs = 0;
});

async function findEntry(id: string) {
  const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
  return items.find((entry: { id: string }) => entry.id === id);
}

async function asksFor(statusUpdates: object | null) {
  const body = { ...(await findEntry('in-meity')), statusUpdates };
  expect((await api.agreed('/v1/authorities', body)).statusCode).toBe(200);
}

const order = (context: Pick<ApiHarness['context'], 'db' | 'rulebook' | 'now'> = api.context) =>
  orderUpdates({ db: context.db, rulebook: context.rulebook, now: context.now }, () => false);
const sender = createServiceSender('Notice Desk');
const send = () =>
  sendStatusUpdate({
    db: api.worker,
    transport,
    letters: (attempt) =>
      createLetterActivities({
        db: api.worker,
        transport,
        sender,
        keyOf: (noticeId) => api.context.keys.keyOf(noticeId),
        print: createLetterPrinter(undefined, sender),
        signer: null,
        activity: anActivity(attempt),
      }),
  });
const correspondence = async (id: string) => (await api.get(`/v1/notices/${id}/correspondence`, 'reviewer')).json();
const letters = async (id: string) => (await api.get(`/v1/notices/${id}/letters`, 'reviewer')).json().items;
const waiting = (id: string) => api.db.selectFrom('status_update').selectAll().where('notice_id', '=', id).execute();
const alert = async (id: string) => {
  const { items } = (await api.get('/v1/ops/alerts?kind=status_update_not_sent', 'ops')).json();
  return items.filter(({ notice }: { notice: string }) => notice === id);
};
async function nextPeriod(days = 8) {
  aheadMs += days * DAY_MS;
  await order();
  return send();
}

describe('cadence of status updates', () => {
  test('of a verified authority is changed by two people, and shown in its entry', async () => {
    const before = await findEntry('in-meity');
    expect(before.statusUpdates).toEqual({ amount: 7, unit: 'calendar_day' });
    for (const statusUpdates of [null, { amount: 2, unit: 'business_day' }])
      expect((await api.post('/v1/authorities', 'admin', { ...before, statusUpdates })).statusCode).toBe(202);
    expect(await findEntry('in-meity')).toEqual(before);
    const wrong = { ...before, statusUpdates: { amount: 0, unit: 'month' } };
    expect((await api.post('/v1/authorities', 'admin', wrong)).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/statusUpdates/amount' }, { path: '/statusUpdates/unit' }],
    });
  });

  test('is shown with its source in the correspondence, and null if none is set', async () => {
    const { id } = await api.receive();
    const { statusUpdate } = await correspondence(id);
    expect(statusUpdate).toMatchObject({
      every: { amount: 7, unit: 'calendar_day' },
      asks: 'authority',
      source: expect.stringContaining('directory'),
      stop: null,
    });
    expect(Date.parse(statusUpdate.dueAt) - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
    const other = await api.receive({ authority: 'in-mha' });
    expect((await correspondence(other.id)).statusUpdate).toBeNull();
  });

  test('required by law applies beside the authority’s: the earlier one wins', async () => {
    const { id } = await api.receive();
    const { rulebook } = api.context;
    const source = 'Rule 9 of an example';
    const withRule: Rulebook['regimeById'] = (regimeId) => {
      const regime = rulebook.regimeById(regimeId);
      const every = { amount: 3, unit: 'calendar_day' as const };
      const statusUpdates = {
        every,
        text: 'Every three days.',
        source,
        confidence: 'primary' as const,
        reviewer: null,
      };
      return regime && { ...regime, versions: regime.versions.map((version) => ({ ...version, statusUpdates })) };
    };
    aheadMs = 4 * DAY_MS;
    await order();
    expect(await waiting(id)).toEqual([]);
    await order({ ...api.context, rulebook: { ...rulebook, regimeById: withRule } });
    expect(await waiting(id)).toHaveLength(1);
  });
});

describe('status update letter', () => {
  test('is sent once per period to the directory contact for letters, and meets no clock', async () => {
    const { id, number } = await api.receive({ kind: 'request', targets: [] });
    const clocks = async () => (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json().items;
    const before = await clocks();
    await order();
    expect(await send()).toBe(false);
    aheadMs = 8 * DAY_MS;
    await order();
    await order();
    expect(await send()).toBe(true);
    expect(await send()).toBe(false);
    await order();
    expect(await send()).toBe(false);
    expect(smtp.received).toHaveLength(1);
    const [mail] = smtp.received;
    expect(mail).toMatchObject({
      to: ['in-meity@authority.example'],
      subject: `How your notice stands A/1 [${number}]`,
    });
    expect(mail?.text).toContain('It has been received and is being checked.');
    expect(mail?.text).toContain('you next hear from us:');
    expect(await letters(id)).toMatchObject([
      { n: 1, kind: 'status_update', interim: true, state: 'sent', messageId: mail?.messageId },
    ]);
    expect(await clocks()).toEqual(before);
    const { items, statusUpdate } = await correspondence(id);
    expect(items).toMatchObject([{ kind: 'letter', letter: 'status_update', interim: true }]);
    expect(Date.parse(statusUpdate.dueAt) - later().getTime()).toBeGreaterThan(6.9 * DAY_MS);
  });

  test('is sent once for the whole time that the desk was down', async () => {
    await api.receive();
    expect(await nextPeriod(30)).toBe(true);
    expect(await nextPeriod(0)).toBe(false);
    expect(await nextPeriod(8)).toBe(true);
    expect(smtp.received).toHaveLength(2);
    expect(new Set(smtp.received.map(({ messageId }) => messageId)).size).toBe(2);
  });

  test('is resent with the same Message-ID and text after its process died', async () => {
    const { id } = await api.receive();
    await nextPeriod();
    // The mail server accepted it and the process died before recording that.
    await api.db.updateTable('letter').set({ state: 'queued', sent_at: null }).where('notice_id', '=', id).execute();
    await api.db.updateTable('status_update').set({ sent_at: null }).where('notice_id', '=', id).execute();
    await api.db.updateTable('notice').set({ stage: 'review' }).where('id', '=', id).execute();
    const again = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
    await sendStatusUpdate({
      db: api.worker,
      transport: again,
      letters: () =>
        createLetterActivities({
          db: api.worker,
          transport: again,
          sender,
          keyOf: (noticeId) => api.context.keys.keyOf(noticeId),
          print: createLetterPrinter(undefined, sender),
          signer: null,
          activity: anActivity(2),
        }),
    });
    again.close();
    expect(smtp.received).toHaveLength(2);
    expect(smtp.received[1]).toMatchObject({
      messageId: smtp.received[0]?.messageId,
      text: smtp.received[0]?.text,
    });
    expect(await letters(id)).toHaveLength(1);
  });

  test('is not sent to an unproven authority, nor after the answer', async () => {
    const claimed = await api.receive({ authority: { name: 'Somebody', country: 'IN' } });
    const { id: unverified } = await api.receive();
    const { id: answered } = await api.receive();
    const { id: closed } = await api.receive();
    const set = (id: string, patch: object) => api.db.updateTable('notice').set(patch).where('id', '=', id).execute();
    await set(unverified, { authenticity: 'unverified' });
    await set(answered, { stage: 'in_force' });
    await set(closed, { stage: 'closed' });
    expect(await nextPeriod()).toBe(false);
    expect((await correspondence(claimed.id)).statusUpdate).toBeNull();
    expect((await correspondence(unverified)).statusUpdate).toMatchObject({ stop: 'sender_not_known' });
    expect((await correspondence(answered)).statusUpdate).toMatchObject({ stop: 'answered' });
    expect((await correspondence(closed)).statusUpdate).toBeNull();
  });

  test('is not sent if the directory names no verified recipient', async () => {
    const { id } = await api.receive();
    await api.db.updateTable('authority').set({ verification: 'unverified' }).where('id', '=', 'in-meity').execute();
    expect(await nextPeriod()).toBe(false);
    expect((await correspondence(id)).statusUpdate).toMatchObject({ stop: 'no_recipient' });
    await api.db.updateTable('authority').set({ verification: 'verified' }).where('id', '=', 'in-meity').execute();
  });

  test('already queued is not sent once the notice is answered', async () => {
    const { id } = await api.receive();
    aheadMs = 8 * DAY_MS;
    await order();
    await api.db.updateTable('notice').set({ stage: 'in_force' }).where('id', '=', id).execute();
    expect(await send()).toBe(true);
    expect(await send()).toBe(false);
    expect(smtp.received).toEqual([]);
    expect(await alert(id)).toEqual([]);
  });

  test('names the answer it waits for if the authority owes one, and is not sent once that has arrived', async () => {
    const { id } = await api.receive();
    await api.db.updateTable('notice').set({ stage: 'in_force' }).where('id', '=', id).execute();
    await api.db
      .insertInto('letter')
      .values({
        notice_id: id,
        n: 1,
        key: `${id}:1:letter:clarification`,
        kind: 'clarification',
        language: 'en',
        to_address: 'in-meity@authority.example',
        subject: 'Question',
        text: 'Which?',
        state: 'sent',
        message_id: '<q@desk.example>',
        smtp_reply: null,
        submission: 1,
        sent_at: new Date(),
      })
      .execute();
    expect(await nextPeriod()).toBe(true);
    expect(smtp.received[0]?.text).toContain('The next step is your answer.');
    const actor = { kind: 'authority' as const, id: 'in-meity', name: 'MeitY', roles: [] };
    await appendAudit(api.db, [
      {
        at: later(),
        noticeId: id,
        actor,
        action: 'authority_replied',
        detail: {
          reply: 1,
          mail: id,
          from: 'x',
          subject: '',
          text: '',
          aligned: true,
          automatic: false,
          documents: [],
        },
      },
    ]);
    expect(await nextPeriod()).toBe(false);
  });

  test('that is refused raises an alert, resolved by the next period’s letter instead of a resend', async () => {
    const { id } = await api.receive();
    smtp.refuse(550);
    expect(await nextPeriod()).toBe(true);
    expect(await alert(id)).toMatchObject([{ notice: id }]);
    expect(await nextPeriod(0)).toBe(false);
    smtp.refuse(null);
    expect(await nextPeriod()).toBe(true);
    expect(await alert(id)).toEqual([]);
    expect(await letters(id)).toMatchObject([{ state: 'bounced' }, { state: 'sent' }]);
    const repair = { action: 'resend', reason: 'Again' };
    expect((await api.post(`/v1/ops/notices/${id}/repair`, 'ops', repair)).statusCode).toBe(422);
  });

  test('that bounces later raises an alert, but not a bounced-letter alert', async () => {
    const { id } = await api.receive();
    await nextPeriod();
    const [letter] = await findLettersNamed(api.db, [smtp.received[0]?.messageId ?? '']);
    if (letter === undefined) throw new Error('not on record');
    const mail = { id: '00000000-0000-7000-8000-000000000000', facts: null } as SortedRow;
    await api.db.transaction().execute((trx) => returnLetter(trx, { mail, letter, at: new Date() }));
    expect(await alert(id)).toMatchObject([{ notice: id }]);
    expect((await api.get('/v1/ops/alerts?kind=letter_bounced', 'ops')).json().items).toEqual([]);
  });

  test('is retried without a mail server, and given up with an alert after a day', async () => {
    const { id } = await api.receive();
    smtp.refuse(451);
    expect(await nextPeriod()).toBe(true);
    expect(await waiting(id)).toMatchObject([{ attempts: 1, sent_at: null, given_up_at: null }]);
    expect(await alert(id)).toEqual([]);
    await api.db
      .updateTable('status_update')
      .set({ next_at: new Date(0), until_at: new Date(0) })
      .execute();
    expect(await send()).toBe(true);
    expect(await waiting(id)).toMatchObject([{ attempts: 2, sent_at: null, given_up_at: expect.any(Date) }]);
    expect(await alert(id)).toMatchObject([{ notice: id }]);
  });
});
