import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { drainOutbox } from '../../../../client/outbox/drain-outbox.js';
import { insertOutbox } from '../../../../registry/ops/outbox.js';
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

async function done(id: string, command: string, body: object, as: 'reviewer' | 'approver' = 'reviewer') {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}

/** Submits what is drafted and has it approved. */
async function approved(id: string): Promise<void> {
  const { submission } = await done(id, 'submit', {});
  await done(id, 'approve', { submission: submission.number, digest: submission.digest }, 'approver');
}

/** An order of one URL about which the authority has been asked. */
async function anOrderInDoubt(order: Record<string, unknown>): Promise<string> {
  nowMs = Date.now();
  const { id } = await api.receive({ ...order, targets: [{ type: 'url', locator: 'https://example.com/a' }] });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await done(id, 'triage', {});
  await done(id, 'decide', { select: { all: true }, lane: 'clarify', grounds: ['ambiguous_order'] });
  await approved(id);
  return id;
}

/** Ends every letter that is on its way. */
async function sendLetters(id: string): Promise<void> {
  const waits = () => engine.stateOf(id).effects.some(({ type }) => type === 'send_letter');
  while (waits()) await engine.settle(id, 'send_letter', { ok: true, ledger: engine.stateOf(id).ledger });
}

/** What the mail server's answer to the question leads to. */
async function questionSent(id: string): Promise<void> {
  await insertOutbox(api.db, { noticeId: id, kind: 'clocks', payload: { question: 2, sentAtMs: nowMs } });
  await sendLetters(id);
  await drainOutbox(api.context, { limit: 10, noticeId: id });
}

const comply = async (id: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  return items.find(({ kind, owner }: { kind: string; owner: string }) => kind === 'comply' && owner === 'us');
};

const TCO = { regime: 'EU-TCO', jurisdiction: 'EU', kind: 'removal_order', authority: { name: 'BKA', country: 'DE' } };
const TIMED = { orderedDeadline: { within: 'PT2H' } };

describe('a question to the authority', () => {
  test('stops the clock to comply where its law lets it stop, and says why', async () => {
    const id = await anOrderInDoubt(TCO);
    const before = await comply(id);
    nowMs += 10 * MINUTE;
    await questionSent(id);
    expect(await comply(id)).toMatchObject({ id: before.id, state: 'paused', dueAt: null, metAt: null });
    const view = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(view).toMatchObject({ stage: 'in_force', outcome: null });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items).toContainEqual(
      expect.objectContaining({
        action: 'pause',
        actor: expect.objectContaining({ kind: 'system' }),
        detail: expect.objectContaining({ reason: 'Clarification was asked of the authority by letter 2.' }),
      }),
    );
  });

  test('leaves nothing to submit until something is drafted anew, by a sender who may ask for it', async () => {
    const id = await anOrderInDoubt(TCO);
    await questionSent(id);
    const offered = async () => {
      const { commands } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
      return commands.find(({ name }: { name: string }) => name === 'submit');
    };
    expect(await offered()).toMatchObject({ why: 'nothing', cure: 'Nothing is drafted. Decide targets first.' });
    await done(id, 'decide', { select: { all: true }, lane: 'withhold', grounds: ['legal_basis_met'] });
    expect(await offered()).toMatchObject({ why: 'sender' });
    await done(id, 'decide', { select: { all: true }, lane: 'push_back', grounds: ['overbroad'] });
    expect(await offered()).toEqual({ name: 'submit', why: null, cure: null });
  });

  test('that is answered lets it run on from where it stood, and it can be missed', async () => {
    const id = await anOrderInDoubt(TCO);
    const { dueAt } = await comply(id);
    nowMs += 10 * MINUTE;
    await questionSent(id);
    nowMs += 30 * MINUTE;
    await done(id, 'resume', { clock: (await comply(id)).id });
    const after = await comply(id);
    expect(Date.parse(after.dueAt) - Date.parse(dueAt)).toBe(30 * MINUTE);
    await engine.passTo(id, Date.parse(after.dueAt));
    expect(await comply(id)).toMatchObject({ state: 'missed' });
  });

  test('lets it run on where the law knows no stop', async () => {
    const id = await anOrderInDoubt(TIMED);
    const { dueAt } = await comply(id);
    await questionSent(id);
    expect(await comply(id)).toMatchObject({ state: 'running', dueAt, metAt: null });
    await engine.passTo(id, Date.parse(dueAt));
    expect(await comply(id)).toMatchObject({ state: 'missed' });
  });

  test('is no end: what is then removed meets the clock', async () => {
    const id = await anOrderInDoubt(TIMED);
    await questionSent(id);
    await done(id, 'decide', { select: { all: true }, lane: 'push_back', grounds: ['overbroad'] });
    const { submission } = await done(id, 'submit', {});
    for (const as of ['approver', 'counsel'] as const) {
      const yes = { submission: submission.number, digest: submission.digest };
      expect((await api.post(`/v1/notices/${id}/approve`, as, yes)).statusCode).toBe(200);
    }
    await sendLetters(id);
    expect(await comply(id)).toMatchObject({ state: 'met' });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().outcome).toBe('refused');
  });
});
