import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { CommandAnswer } from '../../../../client/engine.js';
import type { Command } from '../../../../domain/commands/command.js';
import { insertFrozenSubmission } from '../../../../registry/submissions/submissions.js';
import { insertApprovals, moveSubmission } from '../../../../registry/notices/transitions.js';
import { idleEngine, startApi, type ApiHarness } from '../../../support/api-harness.js';

const DIGEST = `sha256:${'0'.repeat(64)}`;

let api: ApiHarness;
let take: (noticeId: string, command: Command) => Promise<CommandAnswer>;

beforeAll(async () => {
  api = await startApi({ engine: { ...idleEngine, send: (noticeId, command) => take(noticeId, command) } });
});
afterAll(() => api.close());

async function aSubmission(): Promise<string> {
  const { id: noticeId } = await api.receive();
  await insertFrozenSubmission(api.db, {
    noticeId,
    number: 1,
    purpose: 'decision',
    cause: null,
    digest: DIGEST,
    author: api.people.reviewer.id,
    letter: null,
    approverSlots: ['approver', 'counsel'],
    byAction: { withhold: 1 },
    targets: 1,
    enforced: 1,
    commandId: noticeId,
  });
  await moveSubmission(api.db, { noticeId, move: { number: 1, state: 'open' } });
  return noticeId;
}

const approve = (noticeId: string, key: string) =>
  api.post(
    `/v1/notices/${noticeId}/approve`,
    'approver',
    { submission: 1, digest: DIGEST },
    { 'idempotency-key': key },
  );

async function countApproval(noticeId: string, { id: commandId, actor }: Command): Promise<void> {
  const approval = {
    submission: 1,
    digest: DIGEST,
    by: actor.id,
    name: actor.name,
    roles: actor.roles,
    atMs: 0,
    commandId,
  };
  await insertApprovals(api.db, { noticeId, approvals: [approval] });
}

describe('command whose answer was lost', () => {
  test('gets its original answer when repeated under its key, though a new one would be refused', async () => {
    const noticeId = await aSubmission();
    const sent: string[] = [];
    take = async (id, command) => {
      sent.push(command.id);
      await countApproval(id, command);
      return { kind: 'unknown', why: 'the process died' };
    };
    expect((await approve(noticeId, 'one approval')).statusCode).toBe(503);
    take = async (_, command) => {
      sent.push(command.id);
      return { kind: 'accepted', version: 1 };
    };
    expect((await approve(noticeId, 'one approval')).statusCode).toBe(200);
    expect(new Set(sent).size).toBe(1);
    expect((await approve(noticeId, 'another approval')).json()).toMatchObject({
      type: 'urn:notice-desk:problem:four-eyes',
    });
    expect(sent).toHaveLength(2);
  });

  test('that closed its notice is answered as done when repeated, while another close is refused', async () => {
    const { id: noticeId } = await api.receive();
    const close = (key: string) =>
      api.post(`/v1/notices/${noticeId}/close`, 'reviewer', { reason: 'answered' }, { 'idempotency-key': key });
    take = async (id, command) => {
      await sql`update notice set stage = 'closed', closed_at = now(), version = 2, workflow_started = true
        where id = ${id}::uuid`.execute(api.db);
      await sql`update command set state = 'accepted', version = 2, finished_at = now()
        where id = ${command.id}::uuid`.execute(api.db);
      return { kind: 'unknown', why: 'the engine took too long' };
    };
    expect((await close('one closing')).statusCode).toBe(503);
    take = async () => ({ kind: 'not_running' });
    const again = await close('one closing');
    expect([again.statusCode, again.json()]).toMatchObject([200, { stage: 'closed' }]);
    expect((await close('another closing')).statusCode).toBe(409);
  });

  test('is not finally refused by a workflow that is behind the registry, until it stays behind', async () => {
    const noticeId = await aSubmission();
    await sql`update notice set version = 5 where id = ${noticeId}::uuid`.execute(api.db);
    const rejection = { code: 'illegal_transition' as const, cure: 'Submission 1 is not waiting for approval.' };
    const sent: string[] = [];
    take = async (_, command) => {
      sent.push(command.id);
      return { kind: 'refused', rejection, version: 4 };
    };
    const early = await approve(noticeId, 'early');
    expect([early.statusCode, early.headers['retry-after']]).toEqual([503, '2']);
    expect(early.json()).toMatchObject({ type: 'urn:notice-desk:problem:engine-unavailable' });
    take = async (_, command) => {
      sent.push(command.id);
      return { kind: 'accepted', version: 5 };
    };
    expect((await approve(noticeId, 'early')).statusCode).toBe(200);
    expect(new Set(sent).size).toBe(1);
    take = async () => ({ kind: 'refused', rejection, version: 5 });
    expect((await approve(noticeId, 'late')).statusCode).toBe(409);
    // Callers do not retry forever while the workflow stays behind: an alert asks people to look.
    take = async () => ({ kind: 'refused', rejection, version: 4 });
    expect((await approve(noticeId, 'stuck')).statusCode).toBe(503);
    await sql`update command set created_at = now() - interval '2 min' where state = 'attempted'`.execute(api.db);
    expect((await approve(noticeId, 'stuck')).statusCode).toBe(409);
    const { items } = (await api.get('/v1/ops/alerts?kind=divergence', 'ops')).json();
    expect(items).toMatchObject([{ notice: noticeId }]);
  });

  test('to a notice whose workflow has not started yet is promised and later carried out', async () => {
    const start = api.context.engine.start;
    api.context.engine.start = () => Promise.reject(new Error('the engine is away'));
    try {
      const { id } = await api.receive();
      take = async () => ({ kind: 'not_running' });
      const claim = () => api.post(`/v1/notices/${id}/claim`, 'reviewer', {}, { 'idempotency-key': 'promised' });
      const answer = await claim();
      expect([answer.statusCode, answer.json().detail]).toEqual([503, expect.stringMatching('will be executed')]);
      const { state } = await sql<{ state: string }>`
        select state from command where notice_id = ${id}::uuid`
        .execute(api.db)
        .then(({ rows }) => rows[0] ?? { state: 'none' });
      expect(state).toBe('attempted');
      api.context.engine.start = start;
      const sent: string[] = [];
      take = async (_, command) => {
        sent.push(command.id);
        return sent.length === 1 ? { kind: 'not_running' } : { kind: 'accepted', version: 1 };
      };
      expect((await claim()).statusCode).toBe(200);
    } finally {
      api.context.engine.start = start;
    }
  });

  test('that only drafted is recorded once, and overwrites nothing when repeated', async () => {
    const { id } = await api.receive();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    const decide = (action: string, ground: string, key: string) =>
      api.post(
        `/v1/notices/${id}/decide`,
        'reviewer',
        { select: { all: true }, action, grounds: [ground] },
        { 'idempotency-key': key },
      );
    // The answer cannot be stored, as when the process or its database dies just before.
    await sql`create function lose() returns trigger language plpgsql as $$ begin raise 'lost'; end $$`.execute(api.db);
    await sql`create trigger lose before insert on idempotency execute function lose()`.execute(api.db);
    expect((await decide('withhold', 'legal_basis_met', 'first')).statusCode).toBe(500);
    await sql`drop trigger lose on idempotency`.execute(api.db);
    expect((await decide('withhold', 'legal_basis_met', 'first')).json().result).toMatchObject({ changed: 1 });
    expect((await decide('push_back', 'overbroad', 'second')).json().result).toMatchObject({ changed: 1 });
    const again = await decide('withhold', 'legal_basis_met', 'first');
    expect([again.headers['idempotent-replay'], again.json().result.changed]).toEqual(['true', 1]);
    const targets = (await api.get(`/v1/notices/${id}/targets`, 'reviewer')).json().items;
    expect(targets[0].decision.action).toBe('push_back');
    const timeline = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json().items;
    expect(timeline.filter(({ action }: { action: string }) => action === 'decide')).toHaveLength(2);
  });
});
