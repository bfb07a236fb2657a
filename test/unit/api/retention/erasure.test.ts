import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { exportAudit } from '../../../../cli/audit/export.js';
import { createCliClient } from '../../../../cli/http.js';
import { applyRetention } from '../../../../application/audit/retention/erase.js';
import { rotateKeys } from '../../../../jobs/rotate-keys.js';
import { makeNoticeWorkflowId } from '../../../../domain/notices/notice.js';
import { createNoticeKeys } from '../../../../client/connection/notice-keys.js';
import { createPayloadCodec } from '../../../../client/connection/payload-codec.js';
import { verifyBundle } from '../../../../verifier/verify-bundle.js';
import { verifyExport } from '../../../../verifier/verify-export.js';
import { AUDIT_KEY } from '../../../support/approval-keys.js';
import { A_DAY, closeBy, keepFor, tablesWith } from '../../../support/retention.js';
import { startWorld, type World } from '../../../support/two-worlds/world.js';
import { unzip } from '../../../support/unzip.js';

/** Occurs in every text of the notice, and nowhere else. */
const MARK = 'zqmark';
const NOTICE_KINDS = ['answers', 'documents', 'letters', 'payload_key', 'targets', 'texts'];
const ORDER_DOCUMENT = {
  name: `${MARK}.txt`,
  mediaType: 'text/plain',
  contentBase64: Buffer.from(`${MARK} paper`).toString('base64'),
};

let world: World;
let url: string;
const home = mkdtempSync(join(tmpdir(), 'erasure-'));
beforeAll(async () => {
  world = await startWorld();
  url = await world.api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

async function aLife(): Promise<string> {
  const { api, act, settle, jobs } = world;
  const { id } = await api.receive({
    regime: 'IN-ITR-3-1-D',
    subject: `${MARK} subject`,
    body: `${MARK} body ${'of so many words that it would be known again '.repeat(3)}`,
    documents: [ORDER_DOCUMENT],
    orderedDeadline: { within: 'P3D' },
    targets: [1, 2, 3].map((at) => ({ type: 'account', locator: `@${MARK}-${at}`, note: `${MARK} note` })),
  });
  await jobs();
  await settle(id);
  await act('reviewer', id, 'claim', { comment: `${MARK} comment` });
  const note = { text: `${MARK} annotation`, audience: 'internal' };
  await api.post(`/v1/notices/${id}/annotate`, 'reviewer', note, { 'idempotency-key': 'once' });
  await act('reviewer', id, 'triage');
  await act('reviewer', id, 'decide', {
    select: { all: true },
    action: 'withhold',
    grounds: ['legal_basis_met'],
    countries: ['IN'],
    note: `${MARK} why`,
  });
  const { submission } = (
    await act('reviewer', id, 'submit', { letter: { language: 'en', fields: { remarks: `${MARK} remarks` } } })
  ).json();
  await act('approver', id, 'approve', { submission: submission.number, digest: submission.digest });
  await settle(id);
  await act('reviewer', id, 'reinstate', { select: { all: true }, cause: 'own_error', note: `${MARK} ours` });
  const again = (await api.get(`/v1/notices/${id}`, 'reviewer')).json().submission;
  await act('approver', id, 'approve', { submission: again.number, digest: again.digest });
  await settle(id);
  await act('counsel', id, 'close', { reason: `${MARK} done`, override: true });
  await settle(id);
  await closeBy(api.db, { id, days: 2 });
  return id;
}

const reports = async () => {
  const { api } = world;
  const paths = [
    '/v1/reports/transparency?from=2020-01-01&to=2100-01-01',
    '/v1/reports/unsupported-restrictions',
    '/v1/stats',
    '/v1/restrictions',
  ];
  const answers = [];
  for (const path of paths) answers.push((await api.get(path, 'counsel')).json());
  const { items } = answers[0];
  return { items, stages: answers[2].byStage, unsupported: answers[1].items, restrictions: answers[3].items };
};

async function exported() {
  const desk = createCliClient(
    { url, key: world.api.people.auditor.key, role: undefined },
    { fetch, sleep: async () => undefined, nowMs: Date.now },
  );
  const path = join(home, 'log.ndjson');
  await exportAudit(desk, { path, stderr: { write: () => true } });
  return verifyExport(path, { keys: [AUDIT_KEY.publicKey] });
}

describe('erasure of a notice past its retention period', () => {
  let id: string;
  let before: Awaited<ReturnType<typeof reports>>;
  let kept: { counts: unknown; timeline: number; checkpoint: string };
  const view = async () => (await world.api.get(`/v1/notices/${id}`, 'counsel')).json();
  const timeline = async () =>
    (await world.api.get(`/v1/notices/${id}/timeline?limit=200`, 'auditor')).json().items as {
      action: string;
      detail: object;
      erased?: true;
      actor: { name: string };
    }[];

  beforeAll(async () => {
    await world.api.get('/v1/audit/checkpoint', 'auditor');
    id = await aLife();
    expect(await tablesWith(world.api.db, MARK)).toEqual(
      expect.arrayContaining(['audit_entry', 'command', 'document', 'idempotency', 'letter', 'notice', 'target']),
    );
    before = await reports();
    const { body: checkpoint } = await world.api.get('/v1/audit/checkpoint', 'auditor');
    kept = { counts: (await view()).counts, timeline: (await timeline()).length, checkpoint };
  });

  test('keeps notices for good unless a retention period is set', async () => {
    await applyRetention(world.api.context, () => false);
    expect((await view()).erased).toBeNull();
    expect((await world.api.get('/v1/retention', 'counsel')).json().items).toEqual([]);
  });

  test('is announced in advance, with what blocks it', async () => {
    await keepFor(world.api.db, A_DAY);
    const [planned] = (await world.api.get('/v1/retention?count=true', 'counsel')).json().items;
    expect(planned).toMatchObject({ notice: id, stop: null });
    expect(planned.kinds.map(({ kind }: { kind: string }) => kind).sort()).toEqual(NOTICE_KINDS);
    await world.api.post(`/v1/notices/${id}/hold`, 'counsel', { reason: `${MARK} litigation` });
    expect((await world.api.get('/v1/retention', 'auditor')).json().items[0]).toMatchObject({ stop: 'held' });
    await applyRetention(world.api.context, () => false);
    expect((await world.api.post('/v1/retention/run', 'counsel', {})).json()).toEqual({ items: [] });
    expect((await view()).subject).toBe(`${MARK} subject`);
    for (const as of ['counsel', 'approver'] as const)
      await world.api.post(`/v1/notices/${id}/lift-hold`, as, { reason: `${MARK} settled` });
  });

  test('removes every written text from every table', async () => {
    const prints = () =>
      world.api.db
        .selectFrom('notice')
        .select(['document_print', 'targets_print'])
        .where('id', '=', id)
        .executeTakeFirst();
    expect(await prints()).toEqual({ document_print: expect.any(String), targets_print: expect.any(String) });
    await applyRetention(world.api.context, () => false);
    expect(await tablesWith(world.api.db, MARK)).toEqual([]);
    expect(await prints()).toEqual({ document_print: null, targets_print: null });
    // Hashes of its locators could be reversed by guessing.
    const { count } = world.api.db.fn;
    const hashes = world.api.db.selectFrom('target_locator').where('notice_id', '=', id);
    expect(await hashes.select(count<number>('no').as('left')).executeTakeFirst()).toEqual({ left: 0 });
    expect(await view()).toMatchObject({
      subject: '',
      body: '',
      counts: kept.counts,
      hold: null,
      erased: { at: expect.any(String), rule: expect.stringContaining('documents=P1D') },
    });
    expect((await view()).erased.kinds.sort()).toEqual(NOTICE_KINDS);
  });

  test('leaves the figures of reports unchanged', async () => {
    expect(await reports()).toEqual(before);
  });

  test('keeps actor, action and time of every timeline entry', async () => {
    const entries = await timeline();
    expect(entries.slice(0, kept.timeline).map(({ action }) => action)).toContain('annotate');
    expect(entries.find(({ action }) => action === 'annotate')).toMatchObject({
      detail: {},
      erased: true,
      actor: { name: 'reviewer' },
    });
    expect(entries.at(-1)).toMatchObject({ action: 'notice_erased' });
  });

  test('leaves an audit log that still verifies against the earlier signed checkpoint', async () => {
    const { problem, erased } = await exported();
    expect({ problem }).toEqual({ problem: null });
    expect(erased).toBeGreaterThan(5);
    const path = join(home, 'log.ndjson');
    const checkpoints = [{ name: 'kept', text: kept.checkpoint }];
    expect((await verifyExport(path, { keys: [AUDIT_KEY.publicKey], checkpoints })).problem).toBeNull();
  });

  test('leaves a valid bundle that lists what was erased', async () => {
    const { rawPayload } = await world.api.get(`/v1/notices/${id}/bundle`, 'counsel');
    const path = join(home, 'bundle.zip');
    writeFileSync(path, rawPayload);
    const verdict = await verifyBundle(path, { keys: [AUDIT_KEY.publicKey] });
    expect(verdict.problems).toEqual([]);
    expect(verdict.erased).toBeGreaterThan(5);
    const documents = JSON.parse(String((await unzip(rawPayload)).get('documents/erased.json')));
    expect(documents).toEqual([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), mediaType: 'text/plain' }]);
  });

  test('returns 404 with the retention period for erased documents and letters', async () => {
    const { items } = (await world.api.get(`/v1/notices/${id}/documents`, 'reviewer')).json();
    for (const path of [`documents/${items[0].sha256}`, 'letters/1/pdf', 'letters/1/annex']) {
      const { statusCode, body } = await world.api.get(`/v1/notices/${id}/${path}`, 'reviewer');
      expect([path, statusCode, body]).toEqual([path, 404, expect.stringContaining('are kept for P1D')]);
    }
  });

  test('returns 409 for reopening an erased notice', async () => {
    const answer = await world.api.post(`/v1/notices/${id}/reopen`, 'counsel', { reason: 'Once more' });
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('erased');
  });

  test('makes the Temporal payloads unreadable and raises no alert about the lost key', async () => {
    const { context, db } = world.api;
    const losses: unknown[] = [];
    const keys = createNoticeKeys(context.db, context.keys.wrap);
    const codec = createPayloadCodec({ keys, namespace: 'default', onLost: (...lost) => losses.push(lost) });
    const at = { type: 'workflow', namespace: 'default', workflowId: makeNoticeWorkflowId(id) } as const;
    await expect(codec.decode([{ metadata: {}, data: new Uint8Array() }], at)).rejects.toThrow('shredded');
    await rotateKeys(context);
    expect(losses).toEqual([]);
    const alert = await db.selectFrom('alert').select('kind').where('resolved_at', 'is', null).execute();
    expect(alert.map(({ kind }) => kind)).not.toContain('key_lost');
    const sealed = {
      metadata: {
        encoding: Buffer.from('binary/sealed').toString('base64'),
        key: Buffer.from(id).toString('base64'),
      },
      data: '',
    };
    const { payloads } = (await world.api.post('/v1/codec/decode', 'counsel', { payloads: [sealed] })).json();
    expect(Buffer.from(payloads[0].data, 'base64').toString()).toContain('Erased');
  });

  test('happens once', async () => {
    const entries = (await timeline()).length;
    await applyRetention(world.api.context, () => false);
    expect((await timeline()).length).toBe(entries);
  });

  test('erases the notice again after a backup restore brought it back', async () => {
    const { db } = world.api;
    await db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await sql`delete from notice_erasure`.execute(trx);
      await sql`update notice set erased_at = null, subject = ${`${MARK} again`} where id = ${id}::uuid`.execute(trx);
    });
    expect((await view()).erased).toBeNull();
    await applyRetention(world.api.context, () => false);
    expect(await tablesWith(db, MARK)).toEqual([]);
    expect((await view()).erased.kinds.sort()).toEqual(NOTICE_KINDS);
  });
});
