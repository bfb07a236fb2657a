import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sendNotification } from '../../../../activities/notifications.js';
import { createMailTransport } from '../../../../letters/mail-transport.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startSmtp } from '../../../support/mail/smtp-fixture.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const TARGETS = ['@one', '@two', '@three'].map((locator) => ({ type: 'account', locator }));
const aNotice = async (given: object = {}) => (await api.receive({ targets: TARGETS, ...given })).id;
const start = (id: string, body: object, as: Who = 'approver') => api.post(`/v1/notices/${id}/conversations`, as, body);
const reply = (id: string, n: number, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/conversations/${n}/comments`, as, body);
const act = (id: string, path: string, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/conversations/${path}`, as, {});
const list = async (id: string, query = '', as: Who = 'reviewer') =>
  (await api.get(`/v1/notices/${id}/conversations?count=true${query}`, as)).json();
const inbox = async (as: Who) => (await api.get('/v1/me/inbox', as)).json();
const logged = async (id: string) =>
  (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'reviewer'))
    .json()
    .items.map(({ action, detail }: { action: string; detail: object }) => ({ action, ...detail }));
const SUGGESTION = { action: 'push_back', grounds: ['protected_speech'] };
const later = () => new Date(Date.now() + 3_600_000).toISOString();

describe('startConversation', () => {
  test('keeps a comment on targets with its suggestion, and logs only the hash of the text', async () => {
    const id = await aNotice();
    const answer = await start(id, { targets: [3, 1, 3], text: 'No ground is named.', suggestion: SUGGESTION });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      number: 1,
      targets: [1, 3],
      locator: '@one',
      suggestion: SUGGESTION,
      state: 'open',
      comments: [{ number: 1, by: { id: api.people.approver.id }, text: 'No ground is named.' }],
    });
    expect((await list(id)).total).toBe(1);
    const [entry] = (await logged(id)).filter(({ action }: { action: string }) => action === 'commented');
    expect(entry).toMatchObject({ conversation: 1, n: 1, targets: 2 });
    expect(JSON.stringify(entry)).not.toContain('No ground');
  });

  test('lists the conversations of one target, and those that are open', async () => {
    const id = await aNotice();
    await start(id, { targets: [1], text: 'a' });
    await start(id, { targets: [2], text: 'b' });
    await start(id, { text: 'c' });
    await act(id, '2/resolve');
    expect((await list(id, '&target=2')).items.map(({ number }: { number: number }) => number)).toEqual([2]);
    expect((await list(id, '&state=open')).items.map(({ number }: { number: number }) => number)).toEqual([3, 1]);
  });

  test.each([
    [{ text: '  ' }, '/text'],
    [{ text: 'a', targets: [9] }, '/targets'],
    [{ text: 'a', suggestion: SUGGESTION }, '/suggestion'],
    [{ text: 'a', mentions: ['00000000-0000-4000-8000-000000000000'] }, '/mentions/0'],
    [{ text: 'a', opinion: { of: '00000000-0000-4000-8000-000000000000', dueAt: later() } }, '/opinion/of'],
  ])('rejects %j', async (body, path) => {
    const id = await aNotice();
    const answer = await start(id, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await list(id)).total).toBe(0);
  });

  test('rejects an opinion that is due in the past', async () => {
    const id = await aNotice();
    const opinion = { of: api.people.counsel.id, dueAt: '2020-01-01T00:00:00Z' };
    expect((await start(id, { text: 'a', opinion })).statusCode).toBe(422);
  });

  test('refuses people who may not comment or not read documents', async () => {
    const id = await aNotice();
    expect((await start(id, { text: 'a' }, 'auditor')).statusCode).toBe(403);
    expect((await start(id, { text: 'a' }, 'ops')).statusCode).toBe(403);
    expect((await api.get(`/v1/notices/${id}/conversations`, 'ops')).statusCode).toBe(403);
  });
});

describe('resolveConversation', () => {
  test('resolves and reopens a conversation once each', async () => {
    const id = await aNotice();
    await start(id, { text: 'a' });
    expect((await act(id, '1/resolve')).json()).toMatchObject({
      state: 'resolved',
      resolved: { by: { id: api.people.reviewer.id } },
    });
    expect((await act(id, '1/resolve')).statusCode).toBe(409);
    expect((await act(id, '1/reopen')).json()).toMatchObject({ state: 'open', resolved: null });
    expect((await act(id, '1/reopen')).statusCode).toBe(409);
    expect((await act(id, '7/resolve')).statusCode).toBe(404);
    expect((await act(id, 'x/resolve')).statusCode).toBe(404);
  });
});

describe('a mention', () => {
  test('waits for the person until they reply, and is mailed', async () => {
    const id = await aNotice();
    await start(id, { text: 'Please look.', mentions: [api.people.counsel.id] });
    const mine = async () =>
      (await inbox('counsel')).items.filter(
        (item: { id: string; kind: string }) => item.id === id && item.kind === 'mention',
      );
    expect(await mine()).toMatchObject([{ conversation: 1, unread: true }]);
    const smtp = await startSmtp();
    const transport = createMailTransport({ smtpUrl: smtp.url, from: 'desk@desk.example' });
    const notUsed = async () => {
      throw new Error('Only mail is sent.');
    };
    const notifying = { db: api.worker, transport, push: notUsed, post: notUsed, consoleUrl: 'https://desk.test' };
    while (await sendNotification(notifying, 'mail'));
    const mail = smtp.received.find(({ text }) => text.includes('mentioned'));
    expect(mail?.subject).toContain('You are mentioned');
    expect(mail?.text).toContain(`https://desk.test/notices/${id}/conversations`);
    expect(mail?.text).not.toContain('Please look');
    transport.close();
    await smtp.stop();
    await reply(id, 1, { text: 'Done.' }, 'counsel');
    expect(await mine()).toEqual([]);
  });

  test('cannot name a person who may not know of the notice, and shows them nothing', async () => {
    const people = [api.people.counsel.id, api.people.reviewer.id];
    const id = await aNotice({ secrecy: { level: 'gagged', people } });
    const outsider = api.people.approver.id;
    const answer = await start(id, { text: 'a', mentions: [outsider] }, 'counsel');
    const unknown = await start(id, { text: 'a', mentions: ['00000000-0000-4000-8000-000000000000'] }, 'counsel');
    expect(answer.json().errors).toEqual(unknown.json().errors);
    const names = (await api.get(`/v1/notices/${id}/participants`, 'counsel')).json().items;
    expect(names.map((one: { id: string }) => one.id).sort()).toEqual([...people].sort());
    await start(id, { text: 'a', mentions: [api.people.reviewer.id] }, 'counsel');
    expect((await api.get(`/v1/notices/${id}/conversations`, 'approver')).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${id}/participants`, 'approver')).statusCode).toBe(404);
    expect((await act(id, '1/resolve', 'approver')).statusCode).toBe(404);
    expect((await inbox('approver')).items.filter((item: { id: string }) => item.id === id)).toEqual([]);
  });
});

describe('a requested opinion', () => {
  test('waits for the person asked and is answered on record by them alone', async () => {
    const id = await aNotice();
    const opinion = { of: api.people.counsel.id, dueAt: later() };
    const asked = (await start(id, { targets: [2], text: 'Is this speech protected?', opinion })).json();
    expect(asked.opinion).toMatchObject({ of: { id: opinion.of }, answer: null, overdue: false });
    const mine = async () =>
      (await inbox('counsel')).items.filter(
        (item: { id: string; kind: string }) => item.id === id && item.kind === 'opinion',
      );
    expect(await mine()).toMatchObject([{ conversation: 1, dueAt: asked.opinion.dueAt }]);
    expect((await reply(id, 1, { text: 'Yes.', answer: 'support' }, 'reviewer')).statusCode).toBe(422);
    const given = await reply(id, 1, { text: 'It is.', answer: 'oppose' }, 'counsel');
    expect(given.json().opinion).toMatchObject({ answer: 'oppose' });
    expect(await mine()).toEqual([]);
    expect(await logged(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'opinion_requested', of: opinion.of }),
        expect.objectContaining({ action: 'opinion_given', answer: 'oppose' }),
      ]),
    );
    const told = (await inbox('approver')).items.filter((item: { id: string; kind: string }) => item.id === id);
    expect(told).toMatchObject([{ kind: 'mention', conversation: 1 }]);
  });
});

describe('looks and ticks', () => {
  const look = async (id: string, query = '', as: Who = 'approver') =>
    (await api.get(`/v1/notices/${id}/look${query}`, as)).json();
  const send = async (id: string, name: string, body: object, as: Who = 'reviewer') => {
    const answer = await api.post(`/v1/notices/${id}/${name}`, as, body);
    if (answer.statusCode >= 300) throw new Error(answer.body);
  };
  const decide = (id: string, targets: number[], action: object) =>
    send(id, 'decide', { select: { targets }, ...action });
  const WITHHOLD = { action: 'withhold', grounds: ['legal_basis_met'] };

  async function submitted(): Promise<string> {
    const id = await aNotice();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', {});
    await decide(id, [1, 2, 3], WITHHOLD);
    await send(id, 'submit', {});
    return id;
  }

  test('remember the last submission and count what others did since', async () => {
    const id = await submitted();
    expect(await look(id, '?submission=1')).toEqual({ last: null, drafted: 0, comments: 0, viewed: [] });
    await send(id, 'look', { submission: 1 }, 'approver');
    await start(id, { text: 'mine' });
    await start(id, { text: 'theirs' }, 'counsel');
    await send(id, 'return', { submission: 1, reason: 'Look again at 2.' }, 'approver');
    await decide(id, [2], SUGGESTION);
    await send(id, 'submit', {});
    const { last, comments, drafted } = await look(id, '?submission=2');
    expect({ last, comments, drafted }).toMatchObject({ last: { submission: 1 }, comments: 1, drafted: 1 });
    const rows = (await api.get(`/v1/notices/${id}/targets?draftedSince=${last.revision}`, 'approver')).json().items;
    expect(rows.map(({ no }: { no: number }) => no)).toEqual([2]);
    expect((await look(id, '?submission=2', 'counsel')).last).toBeNull();
  });

  test('carry ticks to the next submission, but not to rows decided again', async () => {
    const id = await submitted();
    await send(id, 'viewed', { submission: 1, ranges: [[1, 3]] }, 'approver');
    await send(id, 'viewed', { submission: 1, ranges: [[3, 3]], viewed: false }, 'approver');
    expect((await look(id, '?submission=1')).viewed).toEqual([[1, 2]]);
    expect((await look(id, '?submission=1')).last).toBeNull();
    await send(id, 'return', { submission: 1, reason: 'Look again at 2.' }, 'approver');
    await decide(id, [2], SUGGESTION);
    await send(id, 'submit', {});
    expect((await look(id, '?submission=2')).viewed).toEqual([[1, 1]]);
    await send(id, 'viewed', { submission: 2, ranges: [[2, 2]] }, 'approver');
    expect((await look(id, '?submission=2')).viewed).toEqual([[1, 2]]);
    expect((await look(id, '?submission=2', 'counsel')).viewed).toEqual([]);
  });

  test.each([
    [{ submission: 1, ranges: [[2, 1]] }, 422],
    [{ submission: 0, ranges: [[1, 1]] }, 422],
    [{ submission: 7, ranges: [[1, 1]] }, 404],
  ])('reject the ticks %j', async (body, status) => {
    const id = await submitted();
    expect((await api.post(`/v1/notices/${id}/viewed`, 'approver', body)).statusCode).toBe(status);
  });
});
