import { uuidv7 } from 'uuidv7';
import { applyCommand } from '../../domain/commands/apply-command.js';
import type { Command } from '../../domain/commands/command.js';
import type { Clock } from '../../domain/clocks/clock.js';
import { openNotice, SCHEMA_VERSION, type NoticeState } from '../../domain/notices/notice-state.js';
import type { Actor } from '../../domain/people/actor.js';
import { aClock, HOUR, T0 } from './builders.js';
import { aClockRow, aNotice, type Registry } from './registry-fixture.js';

export const buildClockRow = (noticeId: string, clock: Clock) =>
  aClockRow(noticeId, {
    id: clock.id,
    starts_at: new Date(clock.startsAtMs),
    due_at: new Date(clock.dueAtMs ?? 0),
    escalation: JSON.stringify(clock.escalation),
  });

export async function aRunningNotice(registry: Registry): Promise<NoticeState> {
  const noticeId = await aNotice(registry, ['@a', '@b']);
  const clock = aClock({ id: uuidv7() });
  const row = buildClockRow(noticeId, clock);
  await registry.db.insertInto('clock').values(row).execute();
  return openNotice({
    schemaVersion: SCHEMA_VERSION,
    noticeId,
    kind: 'blocking_order',
    authenticity: 'channel_verified',
    regime: { id: 'POLICY-DEFAULT', version: '1' },
    clocks: [clock],
    targets: 2,
    acknowledge: false,
  });
}

export function person(registry: Registry, role: 'author' | 'approver'): Actor {
  return {
    kind: 'person',
    id: registry.people[role],
    name: role,
    roles: role === 'author' ? ['reviewer'] : ['approver'],
  };
}

export async function commanded(
  registry: Registry,
  state: NoticeState,
  command: Omit<Command, 'id'>,
): Promise<NoticeState> {
  const id = uuidv7();
  await registry.db
    .insertInto('command')
    .values({
      id,
      notice_id: state.noticeId,
      name: command.name,
      actor: JSON.stringify(command.actor),
      body: JSON.stringify({ ...command, id }),
      version: null,
      result: null,
      finished_at: null,
    })
    .execute();
  return take(state, { ...command, id } as Command);
}

export const noticeRow = (registry: Registry, id: string) =>
  registry.db
    .selectFrom('notice')
    .select(['version', 'stage', 'assignee', 'priority', 'closed_state', 'next_due_kind'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

export function aCommand(registry: Registry, name: 'claim' | 'annotate'): Command {
  const body = name === 'claim' ? {} : { text: 'Seen.', audience: 'internal' };
  return { id: uuidv7(), name, actor: person(registry, 'author'), body } as Command;
}

export function take(state: NoticeState, command: Command): NoticeState {
  const decided = applyCommand(state, command, T0 + HOUR);
  if (!decided.ok) throw new Error(decided.rejection.cure);
  return decided.value;
}
