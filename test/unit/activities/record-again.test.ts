import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import type { Clock } from '../../../domain/clocks/clock.js';
import { fireDueClocks } from '../../../domain/clocks/fire-clocks.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import { toProjection } from '../../../domain/notices/projection.js';
import { aClock, HOUR, T0 } from '../../support/builders.js';
import { aCommand, aRunningNotice, buildClockRow, commanded, person, take } from '../../support/recorder-fixture.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const record = () => createRecordActivities({ db: registry.worker });

describe('recordTransitions: workflow task repeated after it was recorded', () => {
  async function withClocks(first: Partial<Clock>, second: Partial<Clock>): Promise<NoticeState> {
    const state = await aRunningNotice(registry);
    const clocks = [first, second].map((patch) => ({ ...aClock({ id: uuidv7() }), ...patch }));
    for (const clock of clocks)
      await registry.db.insertInto('clock').values(buildClockRow(state.noticeId, clock)).execute();
    return { ...state, clocks };
  }

  const listEntries = async (noticeId: string) =>
    registry.db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('notice_id', '=', noticeId)
      .orderBy('seq')
      .execute();

  test('logs each missed clock once, and records clocks that fell due in the meantime', async () => {
    const later = { kind: 'decide' as const, dueAtMs: T0 + 11 * HOUR, escalation: [] };
    const state = await withClocks(later, { escalation: [] });
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 10 * HOUR)));
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 11 * HOUR)));
    const missed = (await listEntries(state.noticeId)).map(({ action, detail }) => [action, detail['clock']]);
    expect(missed).toEqual([
      ['clock_missed', state.clocks[1]?.id],
      ['clock_missed', state.clocks[0]?.id],
    ]);
    const ids = state.clocks.map(({ id }) => id);
    const { rows } = await registry.pool.query('select distinct state from clock where id = any ($1)', [ids]);
    expect(rows).toEqual([{ state: 'missed' }]);
  });

  test('logs a missed clock once, before a command accepted in the meantime', async () => {
    const state = await withClocks({ escalation: [] }, { kind: 'decide', dueAtMs: T0 + 30 * HOUR, escalation: [] });
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 10 * HOUR)));
    const claimed = await commanded(registry, state, { name: 'claim', actor: person(registry, 'author'), body: {} });
    await record().recordTransitions(toProjection(fireDueClocks(claimed, T0 + 10 * HOUR)));
    expect((await listEntries(state.noticeId)).map(({ action }) => action)).toEqual(['clock_missed', 'claim']);
  });

  test('loses no command and logs none twice if a version is recorded with its commands in another order', async () => {
    const opened = await aRunningNotice(registry);
    const [claim, annotate] = [aCommand(registry, 'claim'), aCommand(registry, 'annotate')];
    const firstOrder = [take(opened, claim), take(take(opened, claim), annotate)];
    const otherOrder = [take(opened, annotate), take(take(opened, annotate), claim)];
    for (const state of [...firstOrder, ...otherOrder, ...otherOrder])
      await record().recordTransitions(toProjection(state));
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select(['action', 'command_id'])
      .where('notice_id', '=', opened.noticeId)
      .where('version', 'is not', null)
      .execute();
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map((entry) => entry.command_id))).toEqual(new Set([claim.id, annotate.id]));
  });

  test('keeps the entries of both tasks that recorded the same version', async () => {
    const opened = await aRunningNotice(registry);
    const [claim, annotate] = [aCommand(registry, 'claim'), aCommand(registry, 'annotate')];
    await record().recordTransitions(toProjection(take(opened, claim)));
    await record().recordTransitions(toProjection(take(opened, annotate)));
    await record().recordTransitions(toProjection(take(opened, annotate)));
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select(['action', 'version'])
      .where('notice_id', '=', opened.noticeId)
      .where('version', 'is not', null)
      .orderBy('seq')
      .execute();
    expect(entries).toEqual([
      { action: 'claim', version: 2 },
      { action: 'annotate', version: 2 },
    ]);
  });
});
