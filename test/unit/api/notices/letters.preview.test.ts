import { createLetterPrinter } from '../../../../letters/pdf/letter-printer.js';
import { createServiceSender } from '../../../../domain/letters/letter-sender.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createLetterActivities } from '../../../../activities/letters.js';
import type { LetterKind } from '../../../../domain/letters/letter.js';
import { anActivity } from '../../../support/registry-fixture.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
async function post(id: string, path: string, body: object, as: Who = 'reviewer') {
  const answer = await api.post(`/v1/notices/${id}/${path}`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}
const preview = async (id: string, body: object = {}, as: Who = 'reviewer') =>
  (await post(id, 'letters/preview', body, as)).items;

async function sent(noticeId: string, letter: LetterKind) {
  const transport = {
    sender: { name: 'Desk', address: 'desk@desk.example' },
    senderName: 'Notice Desk',
    messageIdOf: (key: string) => `<${key}>`,
    send: async () => ({ messageId: '<m>', reply: '250 taken' }),
    close: () => undefined,
  };
  const activities = createLetterActivities({
    db: api.worker,
    transport,
    sender: createServiceSender('Notice Desk'),
    keyOf: (id) => api.context.keys.keyOf(id),
    print: createLetterPrinter(undefined, createServiceSender('Notice Desk')),
    signer: null,
    activity: anActivity(1),
  });
  const key = `${noticeId}:1:letter:${letter}`;
  await activities.sendLetter({
    noticeId,
    effect: { key, type: 'send_letter', letter, submission: 1, dialogue: null },
  });
  return api.db
    .selectFrom('letter')
    .select(['kind', 'language', 'to_address as to', 'subject', 'text', 'counts'])
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
}

const LETTER = { language: 'en', fields: { salutation: 'Dear Sir or Madam', remarks: 'See the list.' } };

async function drafted() {
  const targets = [1, 2, 3, 4].map((no) => ({ type: 'account', locator: `@letter_${no}` }));
  const { id } = await api.receive({ targets });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await post(id, 'triage', {});
  await post(id, 'decide', { select: { targets: [1, 2] }, action: 'withhold', grounds: ['legal_basis_met'] });
  await post(id, 'decide', { select: { targets: [3] }, action: 'push_back', grounds: ['overbroad'] });
  await post(id, 'decide', { select: { targets: [4] }, action: 'clarify', grounds: ['ambiguous_order'] });
  return id;
}

describe('POST /v1/notices/{id}/letters/preview', () => {
  test('returns word for word the letters that leave after approval', async () => {
    const id = await drafted();
    const before = await preview(id, LETTER);
    expect(before.map(({ kind, when }: { kind: string; when: string }) => [kind, when])).toEqual([
      ['push_back', 'approval'],
      ['clarification', 'approval'],
      ['report_of_effect', 'effect'],
    ]);
    expect(before[0].text).toContain('@letter_3');
    expect(before[0].text).toContain('See the list.');
    const { submission } = await post(id, 'submit', { letter: LETTER });
    expect(await preview(id, { submission: 1 }, 'approver')).toEqual(before);
    await post(id, 'approve', { submission: 1, digest: submission.digest }, 'approver');
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid and action = 'withhold'`.execute(
      api.db,
    );
    for (const { when: _, problem, notes, ...letter } of before) {
      expect([problem, notes]).toEqual([null, []]);
      expect(await sent(id, letter.kind)).toEqual(letter);
    }
  });

  test('adds the prescribed form of the law, and tells its gaps to the people who submit and approve', async () => {
    const targets = [{ type: 'url', locator: 'https://example.com/form' }];
    const order = { kind: 'removal_order', authority: 'de-bka', jurisdiction: 'DE', regime: 'EU-TCO' };
    const { id } = await api.receive({ ...order, targets });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await post(id, 'triage', {});
    await post(id, 'decide', { select: { targets: [1] }, action: 'push_back', grounds: ['impossible'] });
    const [letter] = await preview(id);
    expect(letter.text).toContain('=== Annex III of Regulation (EU) 2021/784');
    expect(letter.text).toContain('[x] force majeure or de facto impossibility');
    expect(letter.notes).toContain('form_incomplete');
    const { submission } = await post(id, 'submit', { letter: LETTER });
    const [frozen] = await preview(id, { submission: 1 }, 'approver');
    await post(id, 'approve', { submission: 1, digest: submission.digest }, 'approver');
    expect((await sent(id, 'push_back')).text).toBe(frozen.text);
  });

  test('writes nothing', async () => {
    const id = await drafted();
    const rows = () => sql`select * from letter where notice_id = ${id}::uuid`.execute(api.db);
    const count = (await rows()).rows.length;
    const [only, ...others] = await preview(id, { ...LETTER, kind: 'clarification' });
    expect([only.kind, others]).toEqual(['clarification', []]);
    expect((await rows()).rows).toHaveLength(count);
  });

  test('names the checklist items that triage marked missing', async () => {
    const id = await drafted();
    const { checklist } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    await post(id, 'triage', { checklist: { [checklist[0].id]: 'missing' } });
    const [pushBack] = await preview(id);
    expect(pushBack.text).toContain(checklist[0].sentence);
  });

  test.each([
    ['hi', 'en', 'written_in_english'],
    ['pt-BR', 'pt', 'not_reviewed'],
  ])('notes what approvers should know about the letter language (%s)', async (language, written, note) => {
    const { id } = await api.receive({ kind: 'reminder', targets: [] });
    const letter = { ...LETTER, language };
    expect(await preview(id, letter)).toMatchObject([{ language: written, notes: [note] }]);
    await post(id, 'triage', {});
    await post(id, 'submit', { letter });
    expect(await preview(id, { submission: 1 }, 'approver')).toMatchObject([{ language: written, notes: [note] }]);
  });

  test('returns a status update for a notice without targets', async () => {
    const { id } = await api.receive({ kind: 'reminder', targets: [] });
    expect(await preview(id, LETTER)).toMatchObject([{ kind: 'status_update', when: 'approval', problem: null }]);
  });

  test('names no recipient if the directory has none', async () => {
    const { id } = await api.receive({ authority: { name: 'Somebody', country: 'IN' } });
    await post(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['deficient'] });
    expect((await preview(id))[0].to).toBeNull();
  });

  test('requires a role that submits or approves, and a notice the caller can read', async () => {
    const id = await drafted();
    const status = async (body: object, as: Who, notice = id) =>
      (await api.post(`/v1/notices/${notice}/letters/preview`, as, body)).statusCode;
    expect(await status({}, 'counsel')).toBe(200);
    for (const role of ['ops', 'auditor', 'intake'] as const) expect(await status({}, role)).toBe(403);
    const { id: hidden } = await api.receive({ secrecy: await api.gagged() });
    expect(await status({}, 'reviewer', hidden)).toBe(404);
    expect(await status({ submission: 1 }, 'reviewer')).toBe(422);
    expect(await status({ kind: 'poem' }, 'reviewer')).toBe(422);
  });
});

test('GET /v1/rulebook/letter-languages lists each language with its translated letter kinds', async () => {
  const { items } = (await api.get('/v1/rulebook/letter-languages', 'reviewer')).json();
  expect(items).toContainEqual({ language: 'en', kinds: expect.arrayContaining(['push_back', 'report_of_effect']) });
});
