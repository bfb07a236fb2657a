import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { revokeSessions } from '../../../registry/people/sessions.js';
import { savePushDevice } from '../../../registry/people/push-devices.js';
import { sendNotification } from '../../../activities/notifications.js';
import type { WebhookSender } from '../../../activities/webhook-sender.js';
import type { PushSender } from '../../../activities/push-sender.js';
import { CHANNELS, DEFAULT_NOTIFICATIONS } from '../../../domain/people/notification.js';
import { watchApprovers } from '../../../jobs/watch-approvers.js';
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
beforeEach(async () => {
  smtp.received.length = 0;
  const staff = Object.values(api.people).map(({ id }) => id);
  await api.db.deleteFrom('notification').execute();
  await api.db.deleteFrom('absence').execute();
  await api.db.updateTable('person').set({ active: false }).where('id', 'not in', staff).execute();
});

let pushes: PushSender = async () => ({ state: 'sent' });
const posted: { url: string; text: string }[] = [];
let postFails: string | null = null;
const post: WebhookSender = async (url, { text }) => {
  if (postFails === null) posted.push({ url, text });
  return postFails;
};
const sendAll = async () => {
  const push: PushSender = async (device, message) => pushes(device, message);
  const notifying = { db: api.worker, transport, push, post, consoleUrl: 'https://desk.test' };
  for (const channel of CHANNELS) while (await sendNotification(notifying, channel));
};
const assign = async (id: string, to: string, as: 'reviewer' | 'approver' | 'counsel') => {
  const answer = await api.post(`/v1/notices/${id}/assign`, as, { to });
  if (answer.statusCode !== 200) throw new Error(answer.body);
};

const send = async (id: string, command: string, body: object, as: Parameters<ApiHarness['post']>[1] = 'reviewer') => {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};
/** A notice whose decisions the reviewer has submitted. */
const submitted = async (given: { as?: 'counsel'; secrecy?: object } = {}) => {
  const { as: _, ...order } = given;
  const { id, number } = await api.receive({ subject: 'A delicate matter', ...order });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  for (const [command, body] of Object.entries({ triage: {}, decide: DECISION }))
    await send(id, command, body, as(given));
  return { id, number, ...(await send(id, 'submit', {}, as(given))) };
};
const DECISION = { select: { targets: [1] }, action: 'withhold', grounds: ['legal_basis_met'] };
const as = (given: { as?: 'counsel' }) => given.as ?? 'reviewer';
const recipients = () => smtp.received.map(({ to }) => to[0]).sort();
/** As if the last mails had left a minute earlier. */
const aMinuteLater = () =>
  sql`update notification set sent_at = sent_at - interval '1 minute' where sent_at is not null`.execute(api.db);

describe('sendNotification', () => {
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
      .updateTable('notification')
      .set({ next_at: new Date(0) })
      .where('sent_at', 'is', null)
      .execute();
    await sendAll();
    expect(smtp.received).toHaveLength(1);
  });

  test('mails everybody who may approve a submission, once, with number and link and nothing of the subject', async () => {
    const { id, number } = await submitted();
    await sendAll();
    await sendAll();
    expect(recipients()).toEqual(['approver@desk.example', 'counsel@desk.example']);
    const [{ subject, text } = { subject: '', text: '' }] = smtp.received;
    expect(subject).toBe(`[${number}] Waiting for your approval`);
    expect(text).toContain(`reviewer has sent submission 1 of notice ${number} for approval.`);
    expect(text).toContain(`https://desk.test/notices/${id}/approval`);
    expect(`${subject}${text}`).not.toMatch(/delicate|Ministry/);
  });

  test('mails the substitute of an absent approver and not the absent one', async () => {
    const second = await api.addPerson('Sub', ['approver']);
    const until = new Date(Date.now() + 3_600_000);
    const absence = { id: randomUUID(), person_id: api.people.approver.id, substitute_id: second.id };
    await api.db
      .insertInto('absence')
      .values({ ...absence, from_at: new Date(0), until_at: until, entered_by: api.people.approver.id })
      .execute();
    await submitted();
    await sendAll();
    expect(recipients()).toEqual(['counsel@desk.example', 'sub@desk.example']);
  });

  test('does not mail a person who drafted a decision', async () => {
    const { id } = await api.receive();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', {});
    await send(id, 'decide', DECISION, 'counsel');
    await send(id, 'submit', {});
    await sendAll();
    expect(recipients()).toEqual(['approver@desk.example']);
  });

  test('mails only a key and a link for a secret submission, and only to people with access', async () => {
    await api.addPerson('Outside', ['approver']);
    const people = [api.people.counsel.id, api.people.approver.id];
    const { id, number } = await submitted({ secrecy: { level: 'gagged', people }, as: 'counsel' });
    await sendAll();
    expect(recipients()).toEqual(['approver@desk.example']);
    const [{ subject, text } = { subject: '', text: '' }] = smtp.received;
    expect(`${subject}${text}`).not.toMatch(new RegExp(`${number}|pprov|ounsel|delicate`));
    expect(text).toContain(`/notices/${id}`);
  });

  test('sends no mail about a submission that was approved or returned meanwhile', async () => {
    const { id, submission } = await submitted();
    await send(id, 'return', { submission: submission.number, reason: 'No ground.' }, 'approver');
    await sendAll();
    expect(smtp.received.map(({ to, subject }) => [to[0], subject.replace(/^\[.*\] /, '')])).toEqual([
      ['reviewer@desk.example', 'Returned to you'],
    ]);
  });

  test('joins what is due about one notice in one mail, and keeps mails of one notice apart', async () => {
    const { id, number } = await submitted();
    await assign(id, api.people.approver.id, 'reviewer');
    await sendAll();
    const subjects = () =>
      smtp.received.filter(({ to }) => to[0]?.startsWith('approver')).map(({ subject }) => subject);
    expect(subjects()).toEqual([`[${number}] Waiting for your approval, Assigned to you`]);
    await assign(id, api.people.reviewer.id, 'approver');
    await assign(id, api.people.approver.id, 'counsel');
    smtp.received.length = 0;
    await sendAll();
    expect(subjects()).toEqual([]);
    await aMinuteLater();
    await sendAll();
    expect(subjects()).toEqual([`[${number}] Assigned to you`]);
  });

  test('queues one row for each person who may approve', async () => {
    const { id } = await submitted();
    const rows = await api.db.selectFrom('notification').select('key').where('notice_id', '=', id).execute();
    const { approver, counsel } = api.people;
    expect(rows.map(({ key }) => key).sort()).toEqual(
      [approver, counsel].map((one) => `${id}:approval:1:${one.id}`).sort(),
    );
  });

  test('mails an approver who comes back after the submission, and nobody twice', async () => {
    const second = await api.addPerson('Back', ['approver']);
    const substitute = { substitute_id: api.people.approver.id, entered_by: second.id };
    const span = { from_at: new Date(0), until_at: new Date(Date.now() + 3_600_000) };
    const absence = { id: randomUUID(), person_id: second.id, ...substitute, ...span };
    await api.db.insertInto('absence').values(absence).execute();
    const { number } = await submitted();
    await sendAll();
    expect(recipients()).toEqual(['approver@desk.example', 'counsel@desk.example']);
    smtp.received.length = 0;
    await api.db.deleteFrom('absence').execute();
    await watchApprovers(api.db);
    await watchApprovers(api.db);
    await sendAll();
    const ours = smtp.received.filter(({ subject }) => subject.includes(number));
    expect(ours.map(({ to }) => to)).toEqual([[expect.stringMatching(/^back/i)]]);
  });

  describe('to browsers', () => {
    const shown: Parameters<PushSender>[] = [];
    beforeEach(async () => {
      shown.length = 0;
      pushes = async (...sent) => {
        shown.push(sent);
        return { state: 'sent' };
      };
      await api.db.deleteFrom('push_device').execute();
    });
    const addDevice = async (person: string, endpoint = `https://fcm.googleapis.com/${randomUUID()}`) => {
      const [session, id] = [randomUUID(), randomUUID()];
      const span = { started_at: new Date(), last_seen_at: new Date() };
      const rest = { user_agent: 'Test', id_token_sealed: null, revoked_at: null };
      const token = Buffer.from(randomUUID());
      await api.db
        .insertInto('session')
        .values({ id: session, person_id: person, token_sha256: token, ...span, ...rest })
        .execute();
      const keys = { p256dh: 'key', auth: 'auth' };
      await savePushDevice(api.db, { id, person, session, endpoint, name: 'Test', at: new Date(), ...keys });
      return { id, session };
    };
    const countDevices = async () => (await api.db.selectFrom('push_device').select('id').execute()).length;

    test('shows an approval in each browser of the approver, once, beside the mail', async () => {
      await addDevice(api.people.approver.id);
      await addDevice(api.people.approver.id);
      const { id, number } = await submitted();
      await sendAll();
      await sendAll();
      expect(shown).toHaveLength(2);
      expect(recipients()).toEqual(['approver@desk.example', 'counsel@desk.example']);
      expect(shown[0]?.[1]).toEqual({
        title: `${number}: Waiting for your approval`,
        body: `reviewer has sent submission 1 of notice ${number} for approval. You may approve it.`,
        link: `https://desk.test/notices/${id}/approval`,
        topic: id,
      });
    });

    test('shows nothing about a secret notice but a link', async () => {
      await addDevice(api.people.approver.id);
      const people = [api.people.counsel.id, api.people.approver.id];
      const { id } = await submitted({ secrecy: { level: 'gagged', people }, as: 'counsel' });
      await sendAll();
      const body = 'The desk needs your attention. Open the link and sign in for details.';
      const link = `https://desk.test/notices/${id}`;
      expect(shown.map(([, message]) => message)).toEqual([{ title: 'Notice Desk', body, link, topic: id }]);
    });

    test('forgets a browser that is gone, and tries one that failed again', async () => {
      await addDevice(api.people.approver.id, 'https://fcm.googleapis.com/gone');
      await addDevice(api.people.approver.id, 'https://fcm.googleapis.com/busy');
      let isBusy = true;
      pushes = async ({ endpoint }, message) => {
        if (endpoint.endsWith('gone')) return { state: 'gone' };
        if (isBusy) return { state: 'failed', error: 'The push service answered 503.' };
        shown.push([{ id: '', p256dh: '', auth: '', endpoint }, message]);
        return { state: 'sent' };
      };
      const { id } = await submitted();
      await sendAll();
      expect(await countDevices()).toBe(1);
      isBusy = false;
      await sql`update notification set next_at = now() where notice_id = ${id}::uuid and channel = 'push'`.execute(
        api.db,
      );
      await sendAll();
      expect(shown.map(([{ endpoint }]) => endpoint)).toEqual(['https://fcm.googleapis.com/busy']);
    });

    test('shows nothing in a browser whose session was ended', async () => {
      const { session } = await addDevice(api.people.approver.id);
      await revokeSessions(api.db, { id: session, at: new Date() });
      await submitted();
      await sendAll();
      expect([await countDevices(), shown]).toEqual([0, []]);
    });

    test('shows nothing that the person does not want there', async () => {
      await addDevice(api.people.approver.id);
      await want({ push: { ...DEFAULT_NOTIFICATIONS.push, approval: false } });
      await submitted();
      await sendAll();
      expect(shown).toEqual([]);
      expect(recipients()).toEqual(['approver@desk.example', 'counsel@desk.example']);
      await want({});
    });
  });

  describe('to an address of the person', () => {
    beforeEach(async () => {
      posted.length = 0;
      postFails = null;
      await api.db.deleteFrom('person_webhook').execute();
      const row = { change_id: randomUUID(), person_id: api.people.approver.id };
      await api.db
        .insertInto('person_webhook')
        .values({ ...row, url: 'https://chat.example/hook', confirmed_at: new Date() })
        .execute();
    });

    test('posts one line with number and link', async () => {
      const { id, number } = await submitted();
      await sendAll();
      await sendAll();
      const text = `${number}: Waiting for your approval https://desk.test/notices/${id}/approval`;
      expect(posted).toEqual([{ url: 'https://chat.example/hook', text }]);
    });

    test('posts only a link about a secret notice', async () => {
      const people = [api.people.counsel.id, api.people.approver.id];
      const { id, number } = await submitted({ secrecy: { level: 'gagged', people }, as: 'counsel' });
      await sendAll();
      expect(posted).toHaveLength(1);
      expect(posted[0]?.text).toContain(`https://desk.test/notices/${id}`);
      expect(posted[0]?.text).not.toMatch(new RegExp(`${number}|pprov`));
    });

    test('posts nothing to an address that nobody has confirmed, and tries a failed one again', async () => {
      postFails = 'It answered 500.';
      const { id } = await submitted();
      await sendAll();
      postFails = null;
      await sql`update notification set next_at = now() where notice_id = ${id}::uuid`.execute(api.db);
      await sendAll();
      expect(posted).toHaveLength(1);
      await api.db.updateTable('person_webhook').set({ confirmed_at: null }).execute();
      await submitted();
      await sendAll();
      expect(posted).toHaveLength(1);
    });
  });

  const want = async (notifications: object) => {
    const written = { notifications: JSON.stringify(notifications), changed_at: new Date() };
    await api.db
      .insertInto('person_settings')
      .values({ person_id: api.people.approver.id, ...written })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
      .execute();
  };
  const mail = { approval: true, returned: true, assigned: true };

  test('sends no mail of a kind that the person does not want', async () => {
    await want({ mail: { ...mail, approval: false }, quiet: null });
    await submitted();
    await sendAll();
    expect(recipients()).toEqual(['counsel@desk.example']);
    await want({ mail, quiet: null });
  });

  test('holds a mail until the quiet hours of the person are over', async () => {
    const clock = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
    await want({ mail, quiet: { from: clock(-3_600_000), until: clock(3_600_000), zone: 'UTC' } });
    const { id } = await submitted();
    await sendAll();
    expect(recipients()).toEqual(['counsel@desk.example']);
    await sql`update notification set next_at = next_at - interval '1 hour' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    await sendAll();
    expect(recipients()).toEqual(['approver@desk.example', 'counsel@desk.example']);
    await want({ mail, quiet: null });
  });
});
