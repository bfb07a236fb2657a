import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { findRestoration, holdAfterRestore, markCompared } from '../../../../registry/enforcement/restored.js';
import { uuidv7 } from 'uuidv7';
import type { CommandAnswer } from '../../../../client/engine.js';
import type { Command } from '../../../../domain/commands/command.js';
import { idleEngine, startApi, type ApiHarness } from '../../../support/api-harness.js';
import { readAlerts } from '../../../support/read-alerts.js';
import { insertEnforced } from '../../../support/enforced-notice.js';

let api: ApiHarness;
let address: string;
const sent: Command[] = [];
let answer: CommandAnswer = { kind: 'accepted', version: 1 };

beforeAll(async () => {
  const send = async (_notice: string, command: Command) => {
    sent.push(command);
    return answer;
  };
  api = await startApi({ engine: { ...idleEngine, send } });
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

const enforced = (count: number, failed?: number[], patch?: object) => insertEnforced(api, { count, failed, patch });

const alert = (kind: string) => readAlerts(api, kind);

describe('POST /v1/ops/notices/{id}/repair', () => {
  const repair = (id: string, body: object, as: 'ops' | 'reviewer' | 'counsel' = 'ops', headers = {}) =>
    api.post(`/v1/ops/notices/${id}/repair`, as, body, headers);

  test('retries all failed targets of the latest submission, or the one named target', async () => {
    const { id } = await enforced(4, [2, 3]);
    const all = await repair(id, { action: 'retry', reason: 'The owner is back.' });
    expect(all.statusCode).toBe(200);
    expect(all.json()).toMatchObject({ id, result: { action: 'retry', submission: 1, targets: 2 } });
    expect(sent.at(-1)).toMatchObject({
      name: 'repair',
      actor: { id: api.people.ops.id },
      body: { action: 'retry', reason: 'The owner is back.', submission: 1, target: null, count: 2 },
    });
    const one = await repair(id, { action: 'skip', target: 3, reason: 'Deleted.' }, 'counsel');
    expect(one.json()).toMatchObject({ result: { action: 'skip', targets: 1 } });
  });

  test('replays the same repair for the same idempotency key', async () => {
    const { id } = await enforced(2, [1]);
    const headers = { 'idempotency-key': uuidv7() };
    const first = await repair(id, { action: 'retry', reason: 'Mended.' }, 'ops', headers);
    const before = sent.length;
    const again = await repair(id, { action: 'retry', reason: 'Mended.' }, 'ops', headers);
    expect(again.json()).toEqual(first.json());
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(sent).toHaveLength(before);
  });

  test('requires ops or counsel, a reason and a known action', async () => {
    const { id } = await enforced(2, [1]);
    expect((await repair(id, { action: 'retry', reason: 'Mended.' }, 'reviewer')).statusCode).toBe(403);
    expect((await repair(id, { action: 'retry', reason: '' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/reason' }],
    });
    const unknown = await repair(id, { action: 'mend', reason: 'Rows differ.' });
    expect(unknown.json()).toMatchObject({ status: 422, errors: [{ path: '/action' }] });
    expect((await repair(uuidv7(), { action: 'retry', reason: 'x' })).statusCode).toBe(404);
  });

  test('is rejected if there is nothing to repair', async () => {
    const { id } = await enforced(2);
    expect((await repair(id, { action: 'retry', reason: 'x' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/action', message: expect.stringContaining('nothing to retry') }],
    });
    expect((await repair(id, { action: 'skip', target: 1, reason: 'x' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/target' }],
    });
  });

  test('leaves targets that were decided again to their new decision', async () => {
    const { id } = await enforced(3, [1, 2]);
    await sql`update target set status = 'drafted', action = 'push_back' where notice_id = ${id}::uuid and no = 1`.execute(
      api.db,
    );
    const refused = await repair(id, { action: 'retry', reason: 'x' });
    expect(refused.json()).toMatchObject({ status: 409, type: 'urn:notice-desk:problem:illegal-transition' });
  });

  test('leaves nothing behind if the workflow refuses it', async () => {
    const { id } = await enforced(2, [1]);
    answer = { kind: 'refused', rejection: { code: 'illegal_transition', cure: 'A repair is in progress.' } };
    expect((await repair(id, { action: 'retry', reason: 'x' })).statusCode).toBe(409);
    answer = { kind: 'accepted', version: 1 };
    const rows = await api.db.selectFrom('repair').select('id').where('notice_id', '=', id).execute();
    expect(rows).toEqual([]);
  });

  test('blocks drafting while it is in progress', async () => {
    const { id } = await enforced(2, [1]);
    await repair(id, { action: 'retry', reason: 'x' });
    const body = { select: { all: true }, action: 'push_back', grounds: ['impossible'] };
    const drafted = await api.post(`/v1/notices/${id}/decide`, 'reviewer', body);
    expect(drafted.json()).toMatchObject({ status: 409, detail: expect.stringContaining('repair is in progress') });
  });
});

describe('GET /v1/notices/{id}/targets', () => {
  test('shows the proof of each target, and who skipped a failed one and why', async () => {
    const { id } = await enforced(3, [3]);
    await sql`insert into proof (platform_id, state, missing, found_countries, found_everywhere)
      values (${`p:${id}:1`}, 'proven', '{}', '{IN}', false), (${`p:${id}:2`}, 'mismatch', '{IN}', '{}', false)`.execute(
      api.db,
    );
    await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      select ${id} || ':' || no, ${id}::uuid, no, type, locator, platform_id, '{IN}', false, now()
      from target where notice_id = ${id}::uuid and no <= 2`.execute(api.db);
    const { result } = (
      await api.post(`/v1/ops/notices/${id}/repair`, 'ops', { action: 'skip', reason: 'Deleted by its owner.' })
    ).json();
    expect(result.targets).toBe(1);
    await sql`update target set skip = (select id from repair where notice_id = ${id}::uuid) where notice_id = ${id}::uuid and no = 3`.execute(
      api.db,
    );
    const { items } = (await api.get(`/v1/notices/${id}/targets`, 'reviewer')).json();
    expect(items.map(({ proof }: { proof: unknown }) => proof)).toMatchObject([
      { state: 'proven', missing: [] },
      { state: 'mismatch', missing: ['IN'], surplus: [] },
      null,
    ]);
    expect(items[2]).toMatchObject({
      status: 'failed',
      problem: 'owner_changed',
      skipped: { reason: 'Deleted by its owner.', by: api.people.ops.id, byName: 'ops' },
    });
  });
});

describe('enforcement pause', () => {
  const act = (what: 'pause' | 'resume', body: object, as: 'ops' | 'counsel' | 'reviewer' = 'ops') =>
    api.post(`/v1/ops/enforcement/${what}`, as, body);

  test('of one notice alerts ops and shows in its progress until resumed', async () => {
    const { id } = await enforced(3);
    await sql`update operation set status = 'pending' where notice_id = ${id}::uuid and target_no > 1`.execute(api.db);
    const paused = await act('pause', { notice: id, reason: 'The platform asked us to wait.' });
    expect(paused.json()).toMatchObject({ notice: id, paused: true, changed: true, requestedUntil: null });
    expect((await act('pause', { notice: id, reason: 'again' })).json()).toMatchObject({ changed: false });
    expect(await alert('enforcement_paused')).toMatchObject([
      { notice: id, detail: { reason: 'The platform asked us to wait.' } },
    ]);
    expect((await api.get(`/v1/notices/${id}/enforcement`, 'reviewer')).json()).toMatchObject({
      pending: 2,
      rate: 0,
      etaAt: null,
      finishedAt: null,
      paused: { reason: 'The platform asked us to wait.', by: 'ops' },
    });
    expect((await act('resume', { notice: id, reason: 'Ready.' }, 'counsel')).json()).toMatchObject({ changed: true });
    expect(await alert('enforcement_paused')).toEqual([]);
    expect((await api.get(`/v1/notices/${id}/enforcement`, 'reviewer')).json()).toMatchObject({ paused: null });
    const entries = await api.db
      .selectFrom('audit_entry')
      .select(['action', 'actor_id', 'detail'])
      .where('notice_id', '=', id)
      .where(sql<string>`action`, 'like', 'enforcement_%')
      .orderBy('seq')
      .execute();
    expect(entries).toEqual([
      {
        action: 'enforcement_paused',
        actor_id: api.people.ops.id,
        detail: { reason: 'The platform asked us to wait.', until: expect.any(String) },
      },
      { action: 'enforcement_resumed', actor_id: api.people.counsel.id, detail: { reason: 'Ready.' } },
    ]);
  });

  test('of all notices requires ops or counsel, and its alert names no notice and no reason', async () => {
    expect((await act('pause', { reason: 'x' }, 'reviewer')).statusCode).toBe(403);
    expect((await act('pause', { reason: 'Because of N-2026-000001.' })).json()).toMatchObject({
      notice: null,
      paused: true,
      changed: true,
    });
    expect(JSON.stringify(await alert('enforcement_paused'))).not.toContain('N-2026-000001');
    expect((await act('resume', { reason: 'y' })).json()).toMatchObject({ changed: true });
    expect((await act('resume', { reason: 'y' })).json()).toMatchObject({ changed: false });
  });

  test('after a restore ends only by a person, after the comparison with the platform', async () => {
    const from = new Date('2026-03-01T02:00:00Z');
    await api.db.transaction().execute((trx) => holdAfterRestore(trx, { from, at: new Date() }));
    expect(await alert('restored')).toMatchObject([{ notice: null, detail: { from: from.toISOString() } }]);
    expect((await act('pause', { reason: 'x' })).json()).toMatchObject({ paused: true, changed: false });
    expect((await act('resume', { reason: 'y' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('still being compared'),
    });
    const restoration = await findRestoration(api.db);
    if (restoration === undefined) throw new Error('not held');
    const result = { targets: 3, differing: 0, at: new Date() };
    await api.db.transaction().execute((trx) => markCompared(trx, restoration, result));
    expect(await alert('restored')).toMatchObject([{ summary: expect.stringContaining('None of the') }]);
    expect((await act('resume', { reason: 'y' })).json()).toMatchObject({ paused: false, changed: true });
    expect(await alert('restored')).toEqual([]);
  });

  test('of a notice the caller cannot read answers 404', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged('role:counsel') });
    expect((await act('pause', { notice: id, reason: 'x' })).statusCode).toBe(404);
  });
});

describe('GET /v1/notices/{id}/enforcement/events', () => {
  const listen = (id: string, headers = {}) =>
    fetch(`${address}/v1/notices/${id}/enforcement/events`, {
      headers: { authorization: `Bearer ${api.people.reviewer.key}`, ...headers },
    });
  const events = (text: string) =>
    text
      .split('\n\n')
      .flatMap((block) => /^data: (.*)$/m.exec(block)?.[1] ?? [])
      .map((data) => JSON.parse(data) as Record<string, unknown>);

  test('sends each change, ends when all is done, and tolerates a Last-Event-ID', async () => {
    const { id } = await enforced(3);
    await sql`update operation set status = 'pending' where notice_id = ${id}::uuid and target_no > 1`.execute(api.db);
    const response = await listen(id, { 'last-event-id': 'whatever' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    const until = async (isThere: () => boolean) => {
      while (!isThere()) {
        const { done, value } = await reader.read();
        if (done) return;
        text += decoder.decode(value, { stream: true });
      }
    };
    await until(() => events(text).length > 0);
    expect(events(text)[0]).toMatchObject({ pending: 2, finishedAt: null });
    await sql`update operation set status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
    await until(() => false);
    expect(events(text).at(-1)).toMatchObject({ applied: 3, pending: 0, finishedAt: expect.any(String) });
  });

  test('answers 404 without a submission or for a caller who cannot read the notice', async () => {
    const { id } = await api.receive();
    expect((await listen(id)).status).toBe(404);
    const secret = await enforced(1, [], { secrecy: await api.gagged('role:counsel') });
    expect((await listen(secret.id)).status).toBe(404);
  });
});
