import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendAssignmentMail } from '../../../activities/assignment-mail.js';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { startDomainApi, type ApiHarness } from '../../support/api-harness.js';
import { createDomainEngine } from '../../support/domain-engine.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';

let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
beforeAll(async () => {
  [api, smtp] = await Promise.all([startDomainApi(createDomainEngine()), startSmtp()]);
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'desk@desk.example' });
});
afterAll(async () => {
  transport.close();
  await Promise.all([smtp.stop(), api.close()]);
});
beforeEach(() => {
  smtp.received.length = 0;
});

const sendAll = async () => {
  while (await sendAssignmentMail({ db: api.worker, transport, consoleUrl: 'https://desk.test' }));
};
const assign = async (id: string, to: string, as: 'reviewer' | 'approver' | 'counsel') => {
  const answer = await api.post(`/v1/notices/${id}/assign`, as, { to });
  if (answer.statusCode !== 200) throw new Error(answer.body);
};

describe('sendAssignmentMail', () => {
  test('notifies the new assignee once, with number and assigner and nothing of the subject', async () => {
    const { id, number } = await api.receive({ subject: 'A delicate matter' });
    await assign(id, api.people.approver.id, 'reviewer');
    await sendAll();
    await sendAll();
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ to: ['approver@desk.example'], subject: `[${number}] Assigned to you` });
    expect(smtp.received[0]?.text).toContain(`reviewer has assigned notice ${number} to you.`);
    expect(smtp.received[0]?.text).toContain(`https://desk.test/notices/${id}`);
    expect(smtp.received[0]?.text).not.toMatch(/delicate|Ministry/);
  });

  test('sends no mail to a person who assigns a notice to themselves', async () => {
    const { id } = await api.receive();
    await assign(id, api.people.reviewer.id, 'reviewer');
    await sendAll();
    expect(smtp.received).toEqual([]);
  });

  test('sends no mail to a person who no longer holds the notice when it is sent', async () => {
    const { id } = await api.receive();
    await assign(id, api.people.approver.id, 'counsel');
    await assign(id, api.people.reviewer.id, 'counsel');
    await sendAll();
    expect(smtp.received.map(({ to }) => to)).toEqual([['reviewer@desk.example']]);
  });

  test('notifies the person assigned to a stuck notice by a repair', async () => {
    const { id } = await api.receive();
    const body = { action: 'reassign', to: api.people.reviewer.id, reason: 'Nobody has taken it.' };
    expect((await api.post(`/v1/ops/notices/${id}/repair`, 'ops', body)).statusCode).toBe(200);
    await sendAll();
    expect(smtp.received.map(({ to }) => to)).toEqual([['reviewer@desk.example']]);
  });

  test('mails only a key and a link for a secret notice', async () => {
    const people = [api.people.counsel.id, api.people.approver.id];
    const { id, number } = await api.receive({ secrecy: { level: 'gagged', people } });
    await assign(id, api.people.approver.id, 'counsel');
    await sendAll();
    expect(smtp.received).toHaveLength(1);
    const { subject, text } = smtp.received[0] ?? { subject: '', text: '' };
    expect(subject).toMatch(/^The desk needs your attention \(/);
    expect(`${subject}${text}`).not.toMatch(new RegExp(`${number}|ssigned|Counsel`));
    expect(text).toContain(`/notices/${id}`);
  });

  test('retries a mail that the mail server did not accept', async () => {
    const { id } = await api.receive();
    await assign(id, api.people.approver.id, 'reviewer');
    smtp.refuse(451);
    await sendAll();
    expect(smtp.received).toEqual([]);
    smtp.refuse(null);
    await api.db
      .updateTable('assignment_message')
      .set({ next_at: new Date(0) })
      .where('sent_at', 'is', null)
      .execute();
    await sendAll();
    expect(smtp.received).toHaveLength(1);
  });
});
