import { sql, type RawBuilder } from 'kysely';
import { type Clock, type ClockReceipt, nextActionAtMs } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';
import { jsonRecord } from '../json-record.js';

interface AddedClocks {
  firstPosition: number;
  clocks: readonly { clock: Clock; receipt: ClockReceipt }[];
  /** Inserted as `cancelled` and hidden from readers until the workflow starts them. */
  proposed?: boolean;
}

/** Adds clocks with their receipts after the existing ones of a notice; ids that exist already are skipped. */
export async function insertClocks(
  trx: Connection,
  { noticeId, ...added }: { noticeId: string } & AddedClocks,
): Promise<void> {
  if (added.clocks.length === 0) return;
  await clocksInto(sql`${noticeId}::uuid`, added).execute(trx);
}

export function clocksInto(
  noticeId: RawBuilder<unknown>,
  { firstPosition, clocks, proposed = false, from = sql`` }: AddedClocks & { from?: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const rows = clocks.map(({ clock, receipt }, index) => ({
    ...toClockRow(proposed ? { ...clock, state: 'cancelled' } : clock, receipt, firstPosition + index),
    proposed,
  }));
  return sql`
      insert into clock (notice_id, ${CLOCK.columns})
      select ${noticeId}, ${CLOCK.values}
      from ${from} jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as sent (${CLOCK.types})
      on conflict (id) do nothing`;
}

function toClockRow(clock: Clock, receipt: ClockReceipt, position: number) {
  return {
    id: clock.id,
    position,
    kind: clock.kind,
    owner: clock.owner,
    basis: clock.basis,
    state: clock.state,
    starts_at: atMs(clock.startsAtMs),
    due_at: atMs(clock.dueAtMs),
    met_at: atMs(clock.metAtMs),
    paused_at: atMs(clock.pausedAtMs),
    confirmed: clock.confirmed,
    entered_by: clock.enteredBy,
    may_pause: clock.mayPause,
    may_extend: clock.mayExtend,
    escalation: clock.escalation,
    receipt,
    form: clock.form ?? 'ceiling',
    next_action_at: atMs(nextActionAtMs(clock)),
  };
}

const CLOCK = jsonRecord<ReturnType<typeof toClockRow> & { proposed: boolean }>({
  id: 'uuid',
  position: 'int',
  kind: 'text',
  owner: 'text',
  basis: 'text',
  state: 'text',
  starts_at: 'timestamptz',
  due_at: 'timestamptz',
  met_at: 'timestamptz',
  paused_at: 'timestamptz',
  confirmed: 'boolean',
  entered_by: 'uuid',
  may_pause: 'boolean',
  may_extend: 'boolean',
  escalation: 'jsonb',
  receipt: 'jsonb',
  form: 'text',
  next_action_at: 'timestamptz',
  proposed: 'boolean',
});

function atMs(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
