import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendBreakGlassMail } from '../../../activities/break-glass-mail.js';
import { contactNoticeText, sendDirectoryMail } from '../../../activities/directory-mail.js';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { settleChanges } from '../../../application/people/decide-change.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../support/api-harness.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';

let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
let second: HarnessPerson;
beforeAll(async () => {
  api = await startApi();
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Trust <desk@company.example>' });
  second = await api.addPerson('Second', ['admin']);
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
  await api.close();
});

async function moveContact(id: string, email: string): Promise<string> {
  const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
  const entry = items.find((one: { id: string }) => one.id === id);
  const body = { ...entry, contacts: [{ purpose: 'letters', email }] };
  const { change } = (await api.post('/v1/authorities', 'admin', body)).json();
  expect((await api.post(`/v1/changes/${change}/confirm`, second, {})).statusCode).toBe(200);
  return change;
}

const send = () => sendDirectoryMail({ db: api.db, transport, consoleUrl: 'https://desk.example' });
const alert = async () => (await api.get('/v1/ops/alerts?kind=contact_not_told', 'ops')).json().items;
const row = (change: string) =>
  api.db.selectFrom('directory_message').selectAll().where('change_id', '=', change).executeTakeFirstOrThrow();
const dueNow = () =>
  api.db
    .updateTable('directory_message')
    .set({ next_at: new Date(0) })
    .execute();

test('notifies the old contact once, with the new contact and its start', async () => {
  const change = await moveContact('in-mha', 'new@authority.example');
  expect(await send()).toBe(true);
  expect(await send()).toBe(false);
  expect(smtp.received).toHaveLength(1);
  expect(smtp.received[0]).toMatchObject({ to: ['in-mha@authority.example'] });
  expect(smtp.received[0]?.text).toContain('letters: new@authority.example');
  const { sent_at: sent, message_id: messageId } = await row(change);
  expect(sent).not.toBeNull();
  expect(smtp.received[0]?.messageId).toBe(messageId);
  const entries = await api.db
    .selectFrom('audit_entry')
    .select('detail')
    .where('action', '=', 'contact_notified')
    .execute();
  expect(entries).toMatchObject([{ detail: { authority: 'in-mha', change, email: 'in-mha@authority.example' } }]);
});

test('retries an unaccepted contact mail, raises an alert after four attempts, and resolves it once sent', async () => {
  const change = await moveContact('in-mib', 'other@authority.example');
  smtp.refuse(451);
  for (let tries = 1; tries <= 4; tries += 1) {
    expect(await alert()).toEqual([]);
    expect(await send()).toBe(true);
    // The next attempt comes later.
    expect(await send()).toBe(false);
    await dueNow();
  }
  expect(await alert()).toHaveLength(1);
  expect(await row(change)).toMatchObject({ attempts: 4, sent_at: null, given_up_at: null });
  smtp.refuse(null);
  expect(await send()).toBe(true);
  expect(await row(change)).toMatchObject({ given_up_at: null, sent_at: expect.any(Date) });
  expect(await alert()).toEqual([]);
});

test('does not retry a permanently rejected contact mail, and keeps its alert open for a week', async () => {
  const change = await moveContact('in-meity', 'third@authority.example');
  smtp.refuse(550);
  expect(await send()).toBe(true);
  await dueNow();
  expect(await send()).toBe(false);
  smtp.refuse(null);
  expect(await row(change)).toMatchObject({ given_up_at: expect.any(Date) });
  await settleChanges(api.db, new Date());
  expect(await alert()).toMatchObject([{ detail: { authority: 'in-meity', change } }]);
  await settleChanges(api.db, new Date(Date.now() + 8 * 86_400_000));
  expect(await alert()).toEqual([]);
});

test('mails a key and a link to each person notified of break-glass access, and to no others', async () => {
  smtp.received.length = 0;
  const named = [api.people.reviewer.id, api.people.approver.id];
  const { id, number } = await api.receive({ subject: 'Operation Quiet', secrecy: { level: 'gagged', people: named } });
  await api.addPerson('Counsel2', ['counsel']);
  const broken = await api.post(`/v1/notices/${id}/break-glass`, 'counsel', { reason: 'A court asks.' });
  expect(broken.statusCode).toBe(200);
  while (await sendBreakGlassMail({ db: api.worker, transport, consoleUrl: 'http://desk.test' }));
  const link = ({ text }: { text: string }) => /Open: (\S+)/.exec(text)?.[1];
  const sent = smtp.received.map((mail): [string, string | undefined] => [mail.to.join(), link(mail)]);
  expect(Object.fromEntries(sent)).toEqual({
    'reviewer@desk.example': `http://desk.test/notices/${id}`,
    'approver@desk.example': `http://desk.test/notices/${id}`,
    'auditor@desk.example': `http://desk.test/notices/${id}`,
    'counsel2@desk.example': 'http://desk.test/ops',
  });
  for (const { subject, text } of smtp.received) {
    expect(subject).toMatch(/^The desk needs your attention \([\w-]{22}\)$/);
    for (const word of [number, 'Quiet', 'counsel', 'court', 'glass']) expect(text).not.toContain(word);
  }
});

test('states in the contact mail that no new contact was given', () => {
  const { text } = contactNoticeText(
    { authorityName: 'X', starting: [], startsAt: '2026-01-01T00:00:00.000Z' },
    'Trust',
  );
  expect(text).toContain('No new contact was provided.');
});

describe('mails to a person of the desk', () => {
  const reviewer = () => ({ id: api.people.reviewer.id, name: 'reviewer', email: 'reviewer@desk.example' });

  test('notify the previous address when a change of address is requested and when it takes effect', async () => {
    const body = { ...reviewer(), email: 'elsewhere@desk.example', roles: ['reviewer'] };
    const { change } = (await api.post('/v1/people', 'admin', body)).json();
    smtp.received.length = 0;
    while (await send());
    expect(smtp.received).toMatchObject([
      {
        to: ['reviewer@desk.example'],
        text: expect.stringContaining('admin has requested a change of the email address'),
      },
    ]);
    expect((await api.post(`/v1/changes/${change}/confirm`, second, {})).statusCode).toBe(200);
    while (await send());
    expect(smtp.received[1]).toMatchObject({
      to: ['reviewer@desk.example'],
      text: expect.stringContaining('Second has confirmed a change of the email address'),
    });
    const entries = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'person_notified')
      .execute();
    expect(entries.map(({ detail }) => detail['about'])).toEqual(['identity_requested', 'identity_changed']);
    expect(JSON.stringify(entries)).not.toContain('@desk.example');
  });

  test('name where to claim a confirmed key, and contain no secret', async () => {
    const body = { person: api.people.ops.id, name: 'export', roles: ['ops'] };
    const { id } = (await api.agreed('/v1/keys', body, second)).json();
    smtp.received.length = 0;
    while (await send());
    const [mail] = smtp.received;
    expect(mail).toMatchObject({ to: ['ops@desk.example'] });
    expect(mail?.text).toContain(`https://desk.example/claim?change=${id}`);
    expect(mail?.text).not.toMatch(/n[cd]_/);
  });

  test('raise an alert if the previous address rejects the mail, until its retry period ends', async () => {
    const body = { id: api.people.auditor.id, name: 'auditor', email: 'a2@desk.example', roles: ['auditor'] };
    await api.post('/v1/people', 'admin', body);
    smtp.refuse(550);
    while (await send());
    smtp.refuse(null);
    const alerts = async () => (await api.get('/v1/ops/alerts?kind=person_not_notified', 'ops')).json().items;
    expect(await alerts()).toMatchObject([{ summary: expect.stringContaining('auditor could not be notified') }]);
    const [entry] = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'person_not_notified')
      .execute();
    expect(JSON.stringify(entry)).not.toContain('auditor@desk.example');
    await settleChanges(api.db, new Date(Date.now() + 8 * 86_400_000));
    expect(await alerts()).toEqual([]);
  });
});
