import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import { computeCommandId } from '../../../application/command-id.js';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { Command, CommandBodies } from '../../../domain/commands/command.js';
import { openNotice, type NoticeState } from '../../../domain/notices/notice-state.js';
import { toProjection } from '../../../domain/notices/projection.js';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { insertAttempt } from '../../../registry/notices/commands.js';
import { insertOutbox } from '../../../registry/ops/outbox.js';
import { aNotice as anInput, T0 } from '../../support/builders.js';
import { aNotice, attemptSigned, openAlerts, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const opened = async () => openNotice(anInput({ noticeId: await aNotice(registry, ['@a']), acknowledge: false }));

function aClaim(patch: Partial<Command> = {}): Command {
  const actor: Actor = { kind: 'person', id: registry.people.author, name: 'author', roles: ['reviewer'] };
  return { id: uuidv7(), name: 'claim', actor, body: {}, ...patch } as Command;
}

function take(state: NoticeState, ...commands: Command[]): NoticeState {
  return commands.reduce((before, command) => {
    const decided = applyCommand(before, command, T0);
    if (!decided.ok) throw new Error(decided.rejection.cure);
    return decided.value;
  }, state);
}

const record = (state: NoticeState, ...commands: Command[]) =>
  createRecordActivities({ db: registry.worker }).recordTransitions(toProjection(take(state, ...commands)), {
    commands,
    dropped: [],
  });

const fetchVersion = async (noticeId: string) =>
  (await registry.db.selectFrom('notice').select('version').where('id', '=', noticeId).executeTakeFirstOrThrow())
    .version;

async function listEntries(noticeId: string) {
  const rows = await registry.db
    .selectFrom('audit_entry')
    .select('action')
    .where('notice_id', '=', noticeId)
    .where('version', 'is not', null)
    .execute();
  return rows.map(({ action }) => action);
}

describe('provenance of a command from the API', () => {
  test('is verified by its row, also when its record is retried after it was marked accepted', async () => {
    const state = await opened();
    const claim = aClaim();
    await insertAttempt(registry.db, { noticeId: state.noticeId, command: claim });
    expect(await record(state, claim)).toBeUndefined();
    await sql`update command set delivered = true where id = ${claim.id}::uuid`.execute(registry.db);
    expect(await record(state, claim)).toBeUndefined();
    expect(await listEntries(state.noticeId)).toEqual(['claim']);
  });

  test('is verified if Temporal accepted the command before it was recorded', async () => {
    const state = await opened();
    const claim = aClaim();
    await insertAttempt(registry.db, { noticeId: state.noticeId, command: claim });
    await sql`update command set delivered = true where id = ${claim.id}::uuid`.execute(registry.db);
    expect(await record(state, claim)).toBeUndefined();
    expect(await listEntries(state.noticeId)).toEqual(['claim']);
  });

  test('is verified under another version if its task was lost and repeated in another order', async () => {
    const state = await opened();
    const note = aClaim({ name: 'annotate', body: { text: 'Read.', audience: 'internal' } });
    const claim = aClaim();
    for (const command of [claim, note]) await insertAttempt(registry.db, { noticeId: state.noticeId, command });
    expect(await record(state, claim)).toBeUndefined();
    await sql`update command set delivered = true where id = ${claim.id}::uuid`.execute(registry.db);
    expect(await record(state, note, claim)).toBeUndefined();
    expect(await openAlerts(registry.db, state.noticeId)).toEqual([]);
  });

  test('is not verified a second time after other changes', async () => {
    const state = await opened();
    const [claim, release] = [aClaim(), aClaim({ name: 'release' })];
    for (const command of [claim, release]) await insertAttempt(registry.db, { noticeId: state.noticeId, command });
    await record(state, claim, release);
    await sql`update command set delivered = true`.execute(registry.db);
    const after = { ...take(state, claim, release), unrecorded: [], processed: [] };
    expect(await record(after, claim)).toEqual({ forged: [0], impossible: [] });
  });
});

describe('provenance of a forged command', () => {
  test('is reported to ops and leaves no other trace, beside a genuine command', async () => {
    const state = await opened();
    const { noticeId } = state;
    const genuine = aClaim();
    await insertAttempt(registry.db, { noticeId, command: genuine });
    expect(await record(state, genuine, aClaim({ name: 'release' }))).toEqual({ forged: [1], impossible: [] });
    expect([await fetchVersion(noticeId), await listEntries(noticeId)]).toEqual([1, []]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['forged_command']);
    const row = registry.db.selectFrom('command').select('state').where('id', '=', genuine.id);
    expect(await row.executeTakeFirst()).toEqual({ state: 'attempted' });
  });

  test.each<[string, (genuine: Command) => Command]>([
    ['another person’s name', (genuine) => ({ ...genuine, actor: { ...genuine.actor, id: registry.people.counsel } })],
    ['more roles', (genuine) => ({ ...genuine, actor: { ...genuine.actor, roles: ['reviewer', 'counsel'] } })],
    ['another body', (genuine) => ({ ...genuine, body: { extra: 1 } }) as Command],
    ['the desk’s own name', (genuine) => ({ ...genuine, actor: SYSTEM })],
  ])('is not verified by the row of a genuine command with the same id but %s', async (_what, change) => {
    const state = await opened();
    const genuine = aClaim();
    await insertAttempt(registry.db, { noticeId: state.noticeId, command: genuine });
    expect(await record(state, change(genuine))).toEqual({ forged: [0], impossible: [] });
  });

  test('is not verified by a row of another notice or by a refused command', async () => {
    const [state, other] = [await opened(), await opened()];
    const [elsewhere, refused] = [aClaim(), aClaim()];
    await insertAttempt(registry.db, { noticeId: other.noticeId, command: elsewhere });
    await insertAttempt(registry.db, { noticeId: state.noticeId, command: refused });
    await sql`update command set state = 'refused' where id = ${refused.id}::uuid`.execute(registry.db);
    for (const command of [elsewhere, refused])
      expect(await record(state, command)).toEqual({ forged: [0], impossible: [] });
  });

  test.each<[string, Partial<Command>]>([
    ['an id that is none', { id: 'x' }],
    ['a person that is none', { actor: { kind: 'person', id: 'nobody', name: 'N', roles: ['reviewer'] } }],
    ['a character that no row may hold', { comment: 'a\u0000b' }],
    ['half a character', { comment: '\ud800' }],
  ])('is detected although the command has %s, and is not retried forever', async (_what, patch) => {
    const state = await opened();
    const genuine = aClaim();
    await insertAttempt(registry.db, { noticeId: state.noticeId, command: genuine });
    expect(await record(state, aClaim(patch))).toEqual({ forged: [0], impossible: [] });
    const note = aClaim({ name: 'annotate', ...patch, body: { text: 'x', audience: 'internal' } } as Partial<Command>);
    expect(await record(state, genuine, note)).toEqual({ forged: [1], impossible: [] });
  });
});

describe('provenance of a system command', () => {
  const own = (id: string, body: object): Command =>
    ({ id, name: 'authority_act', actor: SYSTEM, body }) as unknown as Command;
  const BODY: CommandBodies['authority_act'] = { notice: 'n', number: 'N-1', as: 'follows' };

  async function owed(noticeId: string): Promise<string> {
    await insertOutbox(registry.db, { noticeId, kind: 'command', payload: { name: 'authority_act', body: BODY } });
    const { id } = await registry.db
      .selectFrom('outbox')
      .select('id')
      .where('notice_id', '=', noticeId)
      .executeTakeFirstOrThrow();
    return computeCommandId({ caller: SYSTEM.id, key: String(id), scope: noticeId });
  }

  test('is verified by its outbox row under the id it is sent with', async () => {
    const state = await opened();
    expect(await record(state, own(await owed(state.noticeId), BODY))).toBeUndefined();
  });

  test('is rejected with another id, another body, or long after its outbox row was done', async () => {
    const state = await opened();
    const id = await owed(state.noticeId);
    expect(await record(state, own(uuidv7(), BODY))).toEqual({ forged: [0], impossible: [] });
    expect(await record(state, own(id, { ...BODY, number: 'N-2' }))).toEqual({ forged: [0], impossible: [] });
    await sql`update outbox set done_at = now() - interval '1 hour' where notice_id = ${state.noticeId}::uuid`.execute(
      registry.db,
    );
    expect(await record(state, own(id, BODY))).toEqual({ forged: [0], impossible: [] });
  });
});

test('recordTransitions refuses a command that was dropped together with a forged one', async () => {
  const state = await opened();
  const [claim, dropped] = [aClaim(), aClaim({ name: 'release' })];
  for (const command of [claim, dropped]) await attemptSigned(registry.db, { noticeId: state.noticeId, command });
  const projection = toProjection(take(state, claim));
  const { recordTransitions } = createRecordActivities({ db: registry.worker });
  await recordTransitions(projection, { commands: [claim], dropped: [dropped] });
  const row = registry.db.selectFrom('command').select(['state', 'result']).where('id', '=', dropped.id);
  expect(await row.executeTakeFirst()).toMatchObject({ state: 'refused', result: { code: 'illegal_transition' } });
});

test('signed_act rows cannot be changed or deleted', async () => {
  const { noticeId } = await opened();
  const body = { submission: 1, digest: 'sha256:one' };
  await attemptSigned(registry.db, { noticeId, command: aClaim({ name: 'approve', body }) });
  for (const change of [sql`update signed_act set key_id = 'x'`, sql`delete from signed_act`, sql`truncate signed_act`])
    await expect(change.execute(registry.db)).rejects.toThrow();
});
