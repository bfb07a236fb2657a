import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { attachMail } from '../../../../application/intake/inbound/attach-mail.js';
import { drainOutbox } from '../../../../application/letters/outbox/drain-outbox.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { lockInbound } from '../../../../registry/mail/sort-inbound.js';
import { insertPortalAnswer } from '../../../../features/portal/registry/filings.js';
import { insertOutbox } from '../../../../registry/ops/outbox.js';
import type { Role } from '../../../../domain/people/permission.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

const MINUTE = 60_000;

let api: ApiHarness;
let nowMs = Date.now();
const engine = createDomainEngine(() => nowMs);

beforeAll(async () => {
  api = await startDomainApi(engine, { now: () => new Date(nowMs) });
});
afterAll(() => api.close());

async function done(id: string, command: string, body: object, as: Role = 'reviewer') {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}

async function approved(id: string): Promise<void> {
  const { submission } = await done(id, 'submit', {});
  await done(id, 'approve', { submission: submission.number, digest: submission.digest }, 'approver');
}

async function anOrderInDoubt(order: Record<string, unknown>): Promise<string> {
  nowMs = Date.now();
  const { id } = await api.receive({ ...order, targets: [{ type: 'url', locator: 'https://example.com/a' }] });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await done(id, 'triage', {});
  await done(id, 'decide', { select: { all: true }, action: 'clarify', grounds: ['ambiguous_order'] });
  await approved(id);
  return id;
}

async function sendLetters(id: string): Promise<void> {
  const waits = () => engine.stateOf(id).effects.some(({ type }) => type === 'send_letter');
  while (waits()) await engine.settle(id, 'send_letter', { ok: true, ledger: engine.stateOf(id).ledger });
}

/** The outbox row that follows the delivery of the question. */
async function questionSent(id: string): Promise<void> {
  await insertOutbox(api.db, { noticeId: id, kind: 'clocks', payload: { question: 2, sentAtMs: nowMs } });
  await sendLetters(id);
  await drainOutbox(api.context, { limit: 10, noticeId: id });
}

/** A reply of the authority that arrives now; `aligned` false: nothing proves its sender. */
async function answered(id: string, { aligned = true }: { aligned?: boolean } = {}): Promise<void> {
  const mail = uuidv7();
  const at = new Date(nowMs);
  await api.db.transaction().execute(async (trx) => {
    const raw = Buffer.from(`We mean the post of Tuesday. ${mail}`);
    await insertPortalAnswer(trx, {
      id: mail,
      from: 'desk@bka.example',
      subject: 'Re: Clarification',
      text: 'x',
      raw,
      documents: [],
      at,
    });
    if (!aligned)
      await sql`update inbound_mail set proven = jsonb_set(proven, '{aligned}', 'false') where id = ${mail}::uuid`.execute(
        trx,
      );
    const row = await lockInbound(trx, mail);
    if (row === undefined) throw new Error('it was just written');
    await attachMail(trx, { mail: row, noticeId: id, actor: SYSTEM, at });
  });
  await drainOutbox(api.context, { limit: 10, noticeId: id });
}

const view = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
const unread = async (id: string) =>
  (await view(id)).alert.filter(({ kind }: { kind: string }) => kind === 'reply_unread');
const findClock = async (id: string, kind: string, owner: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  return items.filter((clock: { kind: string; owner: string }) => clock.kind === kind && clock.owner === owner);
};

const comply = async (id: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  return items.find(({ kind, owner }: { kind: string; owner: string }) => kind === 'comply' && owner === 'us');
};

const TCO = { regime: 'EU-TCO', jurisdiction: 'EU', kind: 'removal_order', authority: { name: 'BKA', country: 'DE' } };
const TIMED = { orderedDeadline: { within: 'PT2H' } };

describe('question to the authority', () => {
  test('pauses the clock to comply if its law allows a stop, and states the reason', async () => {
    const id = await anOrderInDoubt(TCO);
    const before = await comply(id);
    nowMs += 10 * MINUTE;
    await questionSent(id);
    expect(await comply(id)).toMatchObject({ id: before.id, state: 'paused', dueAt: null, metAt: null });
    expect(await view(id)).toMatchObject({ stage: 'in_force', outcome: null });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items).toContainEqual(
      expect.objectContaining({
        action: 'pause',
        actor: expect.objectContaining({ kind: 'system' }),
        detail: expect.objectContaining({ reason: 'Clarification was requested from the authority in letter 2.' }),
      }),
    );
  });

  test('leaves nothing to submit until new drafts exist, and allows only what the sender may ask for', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    const offered = async () => {
      const { commands } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
      return commands.find(({ name }: { name: string }) => name === 'submit');
    };
    expect(await offered()).toMatchObject({ why: 'nothing', cure: 'Nothing is drafted. Decide targets first.' });
    await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
    expect(await offered()).toMatchObject({ why: 'sender' });
    await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
    expect(await offered()).toEqual({ name: 'submit', why: null, cure: null });
  });

  test('resumes the clock where it stood once answered, and the clock can be missed', async () => {
    const id = await anOrderInDoubt(TCO);
    const { dueAt } = await comply(id);
    nowMs += 10 * MINUTE;
    await questionSent(id);
    nowMs += 30 * MINUTE;
    await answered(id);
    const after = await comply(id);
    expect(Date.parse(after.dueAt) - Date.parse(dueAt)).toBe(30 * MINUTE);
    await engine.passTo(id, Date.parse(after.dueAt));
    expect(await comply(id)).toMatchObject({ state: 'missed' });
  });

  test('starts a reply clock for the authority only if it pauses one of ours', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    expect(await findClock(id, 'reply', 'authority')).toMatchObject([{ state: 'running' }]);
    const timed = await anOrderInDoubt(TIMED);
    await questionSent(timed);
    expect(await findClock(timed, 'reply', 'authority')).toEqual([]);
  });

  test('resumes the clock from the arrival of the answer, whenever it is read', async () => {
    const id = await anOrderInDoubt(TCO);
    const { dueAt } = await comply(id);
    await questionSent(id);
    nowMs += 20 * MINUTE;
    await answered(id);
    nowMs += 180 * MINUTE;
    const after = await comply(id);
    expect(Date.parse(after.dueAt) - Date.parse(dueAt)).toBe(20 * MINUTE);
    expect(after.moves.map(({ cause }: { cause: string }) => cause)).toEqual(['question', 'answer']);
    expect(await findClock(id, 'reply', 'authority')).toMatchObject([{ state: 'met' }]);
  });

  test('alerts and pages reviewers with the new due time once answered, until somebody reads the answer', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    nowMs += 20 * MINUTE;
    await answered(id);
    const { dueAt } = await comply(id);
    expect((await unread(id)).map(({ summary }: { summary: string }) => summary)).toEqual([
      `Reply 1 answers our question, and the deadline runs again: comply is due at ${dueAt}. Read it and record the outcome.`,
    ]);
    expect(engine.stateOf(id).effects).toContainEqual(
      expect.objectContaining({ type: 'page_ops', about: 'reply_unread', to: ['reviewer', 'counsel'] }),
    );
    expect((await view(id)).nextDue).toMatchObject({ kind: 'comply', dueAt });
    await done(id, 'annotate', { text: 'Read.' });
    expect(await unread(id)).toEqual([]);
  });

  test('stays paused on an unproven answer until a person resumes it, from the instant of that reply', async () => {
    const id = await anOrderInDoubt(TCO);
    const { dueAt } = await comply(id);
    await questionSent(id);
    nowMs += 15 * MINUTE;
    await answered(id, { aligned: false });
    nowMs += 60 * MINUTE;
    const clock = await comply(id);
    expect(clock.state).toBe('paused');
    await done(id, 'resume', { clock: clock.id });
    expect(Date.parse((await comply(id)).dueAt) - Date.parse(dueAt)).toBe(15 * MINUTE);
  });

  test('rejects a resume while no answer is on record', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    const refused = await api.post(`/v1/notices/${id}/resume`, 'reviewer', { clock: (await comply(id)).id });
    expect(refused.statusCode).toBe(409);
    expect(refused.json().detail).toContain('No answer from the authority has been recorded');
    const named = await api.post(`/v1/notices/${id}/resume`, 'reviewer', { clock: (await comply(id)).id, reply: 7 });
    expect(named.json()).toMatchObject({ status: 422, errors: [{ path: '/reply' }] });
  });

  test('is paused again by another person than the asker if the reply answers nothing, with a new reply clock', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    nowMs += 20 * MINUTE;
    await answered(id);
    const clock = (await comply(id)).id;
    const again = { clock, reason: 'It names another post.', reply: 1 };
    expect((await api.post(`/v1/notices/${id}/pause`, 'reviewer', again)).json().type).toContain('four-eyes');
    await done(id, 'pause', again, 'counsel');
    expect(await comply(id)).toMatchObject({ state: 'paused' });
    expect(await unread(id)).toEqual([]);
    expect(await findClock(id, 'reply', 'authority')).toMatchObject([{ state: 'met' }, { state: 'running' }]);
    nowMs += 5 * MINUTE;
    await answered(id);
    expect(await comply(id)).toMatchObject({ state: 'running' });
    const wrong = { clock, reason: 'It names another post.', reply: 9 };
    expect((await api.post(`/v1/notices/${id}/pause`, 'counsel', wrong)).statusCode).toBe(422);
  });

  test('answered by telephone resumes from the instant read at triage, at any stage', async () => {
    const id = await anOrderInDoubt(TCO);
    const { dueAt } = await comply(id);
    await questionSent(id);
    nowMs += 40 * MINUTE;
    const clarifiedAt = new Date(nowMs - 10 * MINUTE).toISOString();
    expect((await view(id)).stage).toBe('in_force');
    await done(id, 'triage', { facts: { clarifiedAt } });
    await drainOutbox(api.context, { limit: 10, noticeId: id });
    expect(Date.parse((await comply(id)).dueAt) - Date.parse(dueAt)).toBe(30 * MINUTE);
    expect(await view(id)).toMatchObject({ stage: 'in_force', facts: { clarifiedAt } });
    const soon = { facts: { clarifiedAt: new Date(nowMs + 5 * MINUTE).toISOString() } };
    expect((await api.post(`/v1/notices/${id}/triage`, 'reviewer', soon)).statusCode).toBe(422);
  });

  test('answered by a separate notice resumes from its arrival', async () => {
    const id = await anOrderInDoubt({
      ...TIMED,
      authority: 'de-bka',
      jurisdiction: 'DE',
      regime: 'EU-TCO',
      kind: 'removal_order',
    });
    await questionSent(id);
    expect(await comply(id)).toMatchObject({ state: 'paused' });
    nowMs += 10 * MINUTE;
    const { number } = await api.receive({
      kind: 'amendment',
      authority: 'de-bka',
      jurisdiction: 'DE',
      receivedAt: new Date(nowMs).toISOString(),
      targets: [{ type: 'url', locator: 'https://example.com/a' }],
      relatesTo: [{ notice: id, as: 'amends' }],
    });
    await drainOutbox(api.context, { limit: 10, noticeId: id });
    expect(await comply(id)).toMatchObject({ state: 'running' });
    expect((await unread(id))[0].summary).toContain(`Notice ${number} answers our question`);
  });

  test('sends no report of effect and meets no clock to inform', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    const { rows } = await sql<{ kind: string }>`
      select letter from jsonb_array_elements_text(${JSON.stringify(engine.stateOf(id).submission?.letters)}::jsonb) as letter`.execute(
      api.db,
    );
    expect(rows).toHaveLength(1);
    expect(engine.stateOf(id).submission?.letters).toEqual(['clarification']);
    expect((await findClock(id, 'inform', 'us')).map(({ state }: { state: string }) => state)).not.toContain('met');
  });

  test('leaves the clock running if the law allows no stop', async () => {
    const id = await anOrderInDoubt(TIMED);
    const { dueAt } = await comply(id);
    await questionSent(id);
    expect(await comply(id)).toMatchObject({ state: 'running', dueAt, metAt: null });
    await engine.passTo(id, Date.parse(dueAt));
    expect(await comply(id)).toMatchObject({ state: 'missed' });
  });

  test('does not end the order: a later push-back meets the clock to comply', async () => {
    const id = await anOrderInDoubt(TIMED);
    await questionSent(id);
    await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
    const { submission } = await done(id, 'submit', {});
    for (const as of ['approver', 'counsel'] as const) {
      const approval = { submission: submission.number, digest: submission.digest };
      expect((await api.post(`/v1/notices/${id}/approve`, as, approval)).statusCode).toBe(200);
    }
    await sendLetters(id);
    expect(await comply(id)).toMatchObject({ state: 'met' });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().outcome).toBe('refused');
  });
});

describe('refused order that is enforced later', () => {
  test('reopens the clock to inform, which the report of that action meets in either order', async () => {
    for (const clockFirst of [true, false]) {
      nowMs = Date.now();
      const { id } = await api.receive({ targets: [{ type: 'url', locator: 'https://example.com/b' }] });
      await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
      await done(id, 'triage', {});
      await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
      const first = (await done(id, 'submit', {})).submission;
      for (const as of ['approver', 'counsel'] as const)
        await done(id, 'approve', { submission: first.number, digest: first.digest }, as);
      await sendLetters(id);
      expect(await view(id)).toMatchObject({ stage: 'in_force', outcome: 'refused' });
      const before = await findClock(id, 'inform', 'us');
      expect(before).toMatchObject([{ state: 'met' }]);
      nowMs += MINUTE;
      await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
      await approved(id);
      await sql`update submission set started_at = ${new Date(nowMs)} where notice_id = ${id}::uuid and started_at is null`.execute(
        api.db,
      );
      await engine.settle(id, 'enforce', { ok: true, ledger: { ...engine.stateOf(id).ledger, applied: 1 } });
      const drain = () => drainOutbox(api.context, { limit: 10, noticeId: id });
      if (clockFirst) {
        await drain();
        expect(await findClock(id, 'inform', 'us')).toMatchObject([{ state: 'met' }, { state: 'running' }]);
      }
      await sendLetters(id);
      await drain();
      expect(await findClock(id, 'inform', 'us')).toMatchObject([{ state: 'met' }, { state: 'met' }]);
    }
  });
});
