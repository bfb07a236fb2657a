import type { z } from 'zod';
import type { appealView, filedAppeal } from '../../contract/appeals.js';
import type { AppealRow, FiledAppeal } from '../../registry/appeals/appeals.js';
import { mayDecide } from './may-decide.js';
import type { Caller } from '../caller.js';

export function toFiledView(row: FiledAppeal): z.infer<typeof filedAppeal> {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    outcome: row.outcome,
    reasons: row.reasons,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}

export function toAppealView(row: AppealRow, caller: Caller): z.infer<typeof appealView> {
  const { type, locator, status, action, named, statement, contact, channel, late } = row;
  const isFound = row.notice_id !== null && row.notice_number !== null && row.notice_stage !== null;
  const isItem = row.target_no !== null && type !== null && locator !== null && status !== null;
  return {
    ...toFiledView(row),
    notice: isFound
      ? { id: row.notice_id ?? '', number: row.notice_number ?? '', stage: row.notice_stage ?? '' }
      : null,
    target: isItem ? { no: row.target_no ?? 0, type, locator, action, status } : null,
    named,
    statement,
    contact,
    channel,
    late,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    restoration:
      row.restoration === null || row.restoration_state === null
        ? null
        : { submission: row.restoration, state: row.restoration_state },
    mayDecide: mayDecide(row, caller),
  };
}
