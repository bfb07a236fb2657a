import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { CommandAnswer } from '../../../client/engine.js';
import { answerUnanswered, confirmAccepted } from '../../../jobs/send-again.js';
import { insertAttempt } from '../../../registry/notices/commands.js';
import { aCommand } from '../../support/builders.js';
import { idleEngine, startApi, type ApiHarness } from '../../support/api-harness.js';

let api: ApiHarness;
let answer: CommandAnswer;
let sent: string[] = [];

beforeAll(async () => {
  const send = async (_: string, { id }: { id: string }) => {
    sent.push(id);
    return answer;
  };
  api = await startApi({ engine: { ...idleEngine, send } });
});
afterAll(() => api.close());
beforeEach(async () => {
  sent = [];
  await sql`delete from command`.execute(api.db);
});

async function aCommandOnRecord({
  state,
  agoSeconds,
  version = 5,
}: OnRecord): Promise<{ noticeId: string; id: string }> {
  const { id: noticeId } = await api.receive();
  const command = { ...aCommand('annotate'), id: uuidv7() };
  await insertAttempt(api.db, { noticeId, command });
  const at = sql`now() - make_interval(secs => ${agoSeconds})`;
  await sql`update command set state = ${state}, version = ${version}, created_at = ${at}, finished_at = ${at} where id = ${command.id}::uuid`.execute(
    api.db,
  );
  await sql`update notice set version = 5 where id = ${noticeId}::uuid`.execute(api.db);
  return { noticeId, id: command.id };
}
interface OnRecord {
  state: 'attempted' | 'accepted';
  agoSeconds: number;
  version?: number;
}

const fetchState = async (id: string) =>
  (await api.db.selectFrom('command').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
const divergences = async (noticeId: string) => {
  const { items } = (await api.get('/v1/ops/alerts?kind=divergence', 'ops')).json();
  return items.filter(({ notice }: { notice: string }) => notice === noticeId);
};
const refusedAt = (version: number): CommandAnswer => ({
  kind: 'refused',
  rejection: { code: 'illegal_transition', cure: 'Not now.' },
  version,
});

describe('command without an answer', () => {
  test('is refused for good only by a workflow that is not behind its record', async () => {
    const { noticeId, id } = await aCommandOnRecord({ state: 'attempted', agoSeconds: 40 });
    answer = refusedAt(4);
    await answerUnanswered(api.context);
    expect(await fetchState(id)).toBe('attempted');
    expect(await divergences(noticeId)).toEqual([]);
    answer = refusedAt(5);
    await answerUnanswered(api.context);
    expect(await fetchState(id)).toBe('refused');
  });

  test('is refused with an alert when its workflow stays behind', async () => {
    const { noticeId, id } = await aCommandOnRecord({ state: 'attempted', agoSeconds: 300 });
    answer = refusedAt(3);
    await answerUnanswered(api.context);
    await answerUnanswered(api.context);
    expect(await divergences(noticeId)).toMatchObject([
      { detail: { registryVersion: 5, workflowVersion: 3 }, repairs: ['rebuild'] },
    ]);
    expect(await fetchState(id)).toBe('refused');
  });
});

describe('command to a notice received while Temporal was unreachable', () => {
  const owe = (noticeId: string, started: boolean) =>
    sql`update notice set workflow_started = ${started} where id = ${noticeId}::uuid`.execute(api.db);

  test('waits for the pending workflow start, and is then run', async () => {
    const { noticeId, id } = await aCommandOnRecord({ state: 'attempted', agoSeconds: 40 });
    await owe(noticeId, false);
    answer = { kind: 'not_running' };
    await answerUnanswered(api.context);
    expect(await fetchState(id)).toBe('attempted');
    await owe(noticeId, true);
    answer = { kind: 'accepted', version: 6 };
    await answerUnanswered(api.context);
    expect(sent).toEqual([id, id]);
    expect(await fetchState(id)).toBe('attempted'); // the workflow writes its row
  });

  test('is refused when the notice has been closed since, and waits while its workflow is gone', async () => {
    const { noticeId, id } = await aCommandOnRecord({ state: 'attempted', agoSeconds: 40 });
    await owe(noticeId, true);
    answer = { kind: 'not_running' };
    await answerUnanswered(api.context);
    expect(await fetchState(id)).toBe('attempted');
    await sql`update notice set stage = 'closed' where id = ${noticeId}::uuid`.execute(api.db);
    await answerUnanswered(api.context);
    expect(await fetchState(id)).toBe('refused');
  });
});

describe('command that the registry records as accepted', () => {
  test('is sent again when it was lost with its task, in the order of acceptance', async () => {
    const second = await aCommandOnRecord({ state: 'accepted', agoSeconds: 40, version: 6 });
    const first = await aCommandOnRecord({ state: 'accepted', agoSeconds: 50 });
    answer = { kind: 'accepted', version: 7 };
    await confirmAccepted(api.context);
    expect(sent).toEqual([first.id, second.id]);
    await confirmAccepted(api.context);
    expect(sent).toHaveLength(2);
  });

  test('is not sent again once Temporal has answered it, nor while its answer is on the way', async () => {
    const { id } = await aCommandOnRecord({ state: 'accepted', agoSeconds: 40 });
    api.context.accepted.add(id);
    await aCommandOnRecord({ state: 'accepted', agoSeconds: 5 });
    await confirmAccepted(api.context);
    expect(sent).toEqual([]);
    expect(api.context.accepted.size).toBe(0);
  });

  test('is queried again while Temporal is unreachable', async () => {
    await aCommandOnRecord({ state: 'accepted', agoSeconds: 40 });
    answer = { kind: 'unknown', why: 'away' };
    await confirmAccepted(api.context);
    await confirmAccepted(api.context);
    expect(sent).toHaveLength(2);
  });

  test('raises one alert when it can no longer be accepted', async () => {
    const { noticeId } = await aCommandOnRecord({ state: 'accepted', agoSeconds: 40 });
    answer = refusedAt(4);
    await confirmAccepted(api.context);
    await confirmAccepted(api.context);
    expect(sent).toHaveLength(1);
    expect(await divergences(noticeId)).toMatchObject([{ detail: { workflowVersion: 4 } }]);
  });

  test('raises no alert when its notice has been closed since', async () => {
    const { noticeId } = await aCommandOnRecord({ state: 'accepted', agoSeconds: 40 });
    await sql`update notice set stage = 'closed' where id = ${noticeId}::uuid`.execute(api.db);
    answer = { kind: 'not_running' };
    await confirmAccepted(api.context);
    expect(await divergences(noticeId)).toEqual([]);
  });
});
