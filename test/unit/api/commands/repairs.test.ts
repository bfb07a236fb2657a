import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { pickUnshownState } from '../../../../domain/notices/put-together.js';
import { settleCloseRequests } from '../../../../registry/notices/force-close.js';
import { raiseAlert } from '../../../../registry/ops/alerts.js';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let ops2: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  ops2 = await api.addPerson('Ops2', ['ops']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const repair = (id: string, body: object, as: Who = 'ops', headers: Record<string, string> = {}) =>
  api.post(`/v1/ops/notices/${id}/repair`, as, { reason: 'It is stuck.', ...body }, headers);
const alert = async (id: string, as: Who = 'ops') => {
  const { items } = (await api.get('/v1/ops/alerts?limit=200', as)).json();
  return items.filter(({ notice }: { notice: string }) => notice === id);
};
const timeline = async (id: string) => (await api.get(`/v1/notices/${id}/timeline`, 'auditor')).json().items;

/** Writes a later version into the registry than the workflow has. */
async function goAhead(id: string): Promise<void> {
  const unshown = JSON.stringify(pickUnshownState(engine.stateOf(id)));
  await sql`update notice set version = 8, stage = 'review', workflow_unshown = ${unshown}::jsonb
    where id = ${id}::uuid`.execute(api.db);
}

async function aLetter(id: string, key: string, { n, state }: { n: number; state: 'sent' | 'bounced' | 'failed' }) {
  await api.db
    .insertInto('letter')
    .values({
      notice_id: id,
      n,
      key,
      kind: 'acknowledgement',
      language: 'en',
      to_address: 'old@authority.example',
      subject: 'Receipt',
      text: 'We have it.',
      counts: null,
      state,
      message_id: null,
      smtp_reply: '550',
      submission: null,
      sent_at: null,
    })
    .execute();
}

describe('repair: resend', () => {
  test('resends every returned letter, or only the named one', async () => {
    const { id } = await api.receive();
    await engine.settle(id, 'send_letter', { ok: false, reason: '550 no such user' });
    await aLetter(id, `${id}:acknowledgement`, { n: 1, state: 'bounced' });
    await aLetter(id, `${id}:1:letter:push_back`, { n: 2, state: 'sent' });
    expect((await repair(id, { action: 'resend', target: 2 })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/target' }],
    });
    const answer = await repair(id, { action: 'resend' });
    expect(answer.json()).toMatchObject({ id, result: { action: 'resend', letters: 1 } });
    expect(engine.stateOf(id)).toMatchObject({
      undelivered: [],
      effects: expect.arrayContaining([expect.objectContaining({ key: `${id}:acknowledgement`, type: 'send_letter' })]),
    });
    expect((await repair(id, { action: 'resend', target: 1 })).json()).toMatchObject({ status: 409 });
  });

  test('writes a letter that could not be written before, and is rejected if none is missing', async () => {
    const { id } = await api.receive();
    expect((await repair(id, { action: 'resend' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/action', message: expect.stringContaining('nothing to resend') }],
    });
    const meeting = { at: '2090-01-02T10:00:00Z', minutes: 30, place: 'Room 7' };
    const dialogue = { with: 'The Minister', subject: 'A dialogue', proposal: 'This week.', meeting };
    const past = { ...dialogue, meeting: { at: '2020-01-02T10:00:00Z' } };
    expect((await api.post(`/v1/notices/${id}/request-dialogue`, 'approver', past)).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/meeting/at' }],
    });
    await api.post(`/v1/notices/${id}/request-dialogue`, 'approver', dialogue);
    const key = `${id}:dialogue:1`;
    for (const type of ['send_letter', 'send_letter']) await engine.settle(id, type, { ok: false, reason: 'no text' });
    await raiseAlert(api.db, {
      key: `${key}:letter_not_written`,
      kind: 'letter_not_written',
      noticeId: id,
      summary: 'A letter cannot be written.',
    });
    expect(await alert(id)).toMatchObject([{ kind: 'letter_not_written', repairs: ['resend', 'force_close'] }]);
    expect((await repair(id, { action: 'resend' })).json().result).toEqual({ action: 'resend', letters: 1 });
    expect(engine.stateOf(id).effects).toContainEqual(
      expect.objectContaining({ key, letter: 'dialogue_request', dialogue }),
    );
  });
});

describe('repair: reassign', () => {
  test('assigns a claimed notice to another person, by mail address in any case', async () => {
    const { id } = await api.receive();
    await api.post(`/v1/notices/${id}/claim`, 'reviewer', {});
    const answer = await repair(id, { action: 'reassign', to: 'Counsel@desk.example' });
    expect(answer.json()).toMatchObject({ assignee: api.people.counsel.id, result: { action: 'reassign' } });
    expect((await timeline(id)).at(-1)).toMatchObject({
      action: 'repair',
      actor: { id: api.people.ops.id },
      detail: { action: 'reassign', reason: 'It is stuck.', from: api.people.reviewer.id },
    });
  });

  test('rejects an unknown person and one who cannot read the notice', async () => {
    const { id } = await api.receive();
    for (const body of [{}, { to: 'nobody@desk.example' }])
      expect((await repair(id, { action: 'reassign', ...body })).json()).toMatchObject({ errors: [{ path: '/to' }] });
    const gagged = await api.receive({ secrecy: await api.gagged('role:counsel') });
    const to = api.people.reviewer.id;
    expect((await repair(gagged.id, { action: 'reassign', to }, 'counsel')).statusCode).toBe(422);
    expect((await repair(gagged.id, { action: 'reassign', to }, 'ops')).statusCode).toBe(404);
  });
});

describe('repair: rebuild', () => {
  test('rewrites the registry’s notice from its workflow, and answers with both versions', async () => {
    const { id } = await api.receive();
    await sql`update notice set stage = 'enforcement' where id = ${id}::uuid`.execute(api.db);
    await raiseAlert(api.db, { key: `${id}:divergence`, kind: 'divergence', noticeId: id, summary: 'It differs.' });
    const answer = await repair(id, { action: 'rebuild' });
    expect(answer.json()).toMatchObject({
      version: 2,
      stage: 'triage',
      result: { action: 'rebuild', registryVersion: 1 },
    });
    expect(await alert(id)).toEqual([]);
  });

  test('rebuilds from the registry if the workflow is behind it', async () => {
    const { id } = await api.receive();
    await goAhead(id);
    expect((await repair(id, { action: 'rebuild' })).json()).toMatchObject({ version: 9, stage: 'review' });
    expect(engine.stateOf(id)).toMatchObject({ version: 9, stage: 'review', epoch: 1 });
  });

  test('rejects a rebuild if the registry does not hold the whole state of the workflow', async () => {
    const { id } = await api.receive();
    await goAhead(id);
    await sql`update notice set workflow_unshown = null where id = ${id}::uuid`.execute(api.db);
    expect((await repair(id, { action: 'rebuild' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('does not hold the whole state'),
    });
  });

  test('rejects a single target or assignee', async () => {
    const { id } = await api.receive();
    for (const body of [{ target: 1 }, { to: ops2.id }])
      expect((await repair(id, { action: 'rebuild', ...body })).statusCode).toBe(422);
  });
});

describe('POST /v1/ops/rebuild-all', () => {
  const rebuildAll = (body: object = {}, as: Who = 'ops', headers: Record<string, string> = {}) =>
    api.post('/v1/ops/rebuild-all', as, { reason: 'The engine was restored.', ...body }, headers);
  const diverge = async (id: string) => {
    await goAhead(id);
    await raiseAlert(api.db, { key: `${id}:differs`, kind: 'divergence', noticeId: id, summary: 'It differs.' });
  };
  const lose = async (id: string) => {
    engine.lose(id);
    await raiseAlert(api.db, { key: `${id}:gone`, kind: 'workflow_gone', noticeId: id, summary: 'It is gone.' });
  };
  const ids = ({ items }: { items: { notice: string; state: string }[] }) => items.map(({ notice }) => notice);

  test('rebuilds each diverged or lost notice page by page, and nothing when repeated', async () => {
    const [one, two, three] = [await api.receive(), await api.receive(), await api.receive()];
    await diverge(one.id);
    await lose(two.id);
    const first = (await rebuildAll({ limit: 1 })).json();
    expect(first).toMatchObject({ items: [{ notice: one.id, number: one.number, state: 'rebuilt', why: null }] });
    const second = (await rebuildAll({ limit: 1, cursor: first.nextCursor })).json();
    expect(second).toMatchObject({ items: [{ notice: two.id, state: 'rebuilt' }], nextCursor: null });
    expect(engine.stateOf(one.id)).toMatchObject({ version: 9, epoch: 1 });
    expect(engine.stateOf(two.id)).toMatchObject({ epoch: 1 });
    expect(engine.stateOf(three.id).epoch).toBeUndefined();
    for (const { id } of [one, two]) expect(await alert(id)).toEqual([]);
    expect((await rebuildAll()).json()).toEqual({ items: [], nextCursor: null });
    expect((await timeline(one.id)).at(-1)).toMatchObject({
      action: 'repair',
      detail: { action: 'rebuild', reason: 'The engine was restored.' },
    });
  });

  test('replays the answer for a repeated idempotency key, and rebuilds once', async () => {
    const { id } = await api.receive();
    await diverge(id);
    const headers = { 'idempotency-key': uuidv7() };
    const [answer, again] = [await rebuildAll({}, 'ops', headers), await rebuildAll({}, 'ops', headers)];
    expect(again.json()).toEqual(answer.json());
    expect(engine.stateOf(id)).toMatchObject({ version: 9 });
  });

  test('reports a notice whose rebuild fails, and continues with the others', async () => {
    const [one, two] = [await api.receive(), await api.receive()];
    await diverge(one.id);
    await diverge(two.id);
    engine.silence(one.id);
    expect((await rebuildAll()).json().items).toEqual([
      { notice: one.id, number: one.number, state: 'failed', why: expect.stringContaining('engine') },
      { notice: two.id, number: two.number, state: 'rebuilt', why: null },
    ]);
    engine.unsilence(one.id);
    expect(ids((await rebuildAll()).json())).toEqual([one.id]);
  });

  test('rebuilds only notices its caller can read, and requires ops or counsel', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged() });
    await diverge(id);
    expect((await rebuildAll()).json()).toEqual({ items: [], nextCursor: null });
    expect(ids((await rebuildAll({}, 'counsel')).json())).toEqual([id]);
    expect((await rebuildAll({}, 'reviewer')).statusCode).toBe(403);
  });
});

describe('repair: force_close', () => {
  const close = (id: string, as: Who, headers = {}) => repair(id, { action: 'force_close' }, as, headers);

  test('closes once a second person requests it too, and alerts ops until then', async () => {
    const { id } = await api.receive();
    const first = await close(id, 'ops');
    expect(first.json()).toMatchObject({ stage: 'triage', result: { action: 'force_close', state: 'requested' } });
    expect(await alert(id, 'counsel')).toMatchObject([{ kind: 'force_close_requested', repairs: ['force_close'] }]);
    expect(JSON.stringify(await alert(id))).not.toContain('It is stuck.');
    expect((await close(id, 'ops')).json()).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    const second = await close(id, ops2);
    expect(second.json()).toMatchObject({ stage: 'closed', result: { action: 'force_close', state: 'closed' } });
    expect(await alert(id)).toEqual([]);
    expect((await timeline(id)).map(({ action }: { action: string }) => action).slice(-2)).toEqual([
      'force_close_requested',
      'repair',
    ]);
    expect((await close(id, 'counsel')).statusCode).toBe(409);
  });

  test('counts a repeated request once, also after a crash before its answer', async () => {
    const { id } = await api.receive();
    const headers = { 'idempotency-key': uuidv7() };
    await close(id, 'ops', headers);
    await sql`delete from idempotency where key = ${headers['idempotency-key']}`.execute(api.db);
    expect((await close(id, 'ops', headers)).json().result).toEqual({ action: 'force_close', state: 'requested' });
    expect(
      (await timeline(id)).filter(({ action }: { action: string }) => action === 'force_close_requested'),
    ).toHaveLength(1);
  });

  test('expires an unconfirmed request after a day', async () => {
    const { id } = await api.receive();
    await close(id, 'ops');
    await settleCloseRequests(api.db);
    expect(await alert(id)).toHaveLength(1);
    await sql`update repair set created_at = now() - interval '25 h' where notice_id = ${id}::uuid`.execute(api.db);
    await settleCloseRequests(api.db);
    expect(await alert(id)).toEqual([]);
    expect((await close(id, ops2)).json().result).toEqual({ action: 'force_close', state: 'requested' });
  });

  test('keeps the request open if the notice could not be closed', async () => {
    const { id } = await api.receive();
    await close(id, 'ops');
    const state = engine.stateOf(id);
    const enforcing = { key: 'enforcing', type: 'enforce' as const, submission: 1 };
    state.effects.push(enforcing);
    expect((await close(id, ops2)).json()).toMatchObject({ status: 409, detail: expect.stringContaining('platform') });
    state.effects.splice(state.effects.indexOf(enforcing), 1);
    expect((await close(id, ops2)).json()).toMatchObject({ stage: 'closed' });
  });

  test('rejects the confirmation by author or drafter of the latest submission, who may only request it', async () => {
    const counsel = await api.addPerson('Author', ['counsel']);
    const { id } = await api.receive();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    const send = async (command: string, body: object) =>
      expect((await api.post(`/v1/notices/${id}/${command}`, counsel, body)).statusCode).toBe(200);
    await send('triage', {});
    await send('decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
    await send('submit', {});
    expect((await close(id, 'ops')).json().result).toMatchObject({ state: 'requested' });
    expect((await close(id, counsel)).json()).toMatchObject({
      type: 'urn:notice-desk:problem:four-eyes',
      detail: expect.stringContaining('drafted'),
    });
    expect((await close(id, ops2)).json()).toMatchObject({ stage: 'closed' });
  });

  test('requires ops or counsel', async () => {
    const { id } = await api.receive();
    expect((await close(id, 'reviewer')).statusCode).toBe(403);
  });
});
