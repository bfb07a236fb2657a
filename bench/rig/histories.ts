import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';

interface Sampled {
  client: Client;
  sql: pg.Client;
  /** How many of the notices closed last; those without targets do not count. */
  notices: number;
}

/** Average number of events and size of a history; null while no notice is closed. */
export async function averageHistories({
  client,
  sql,
  notices,
}: Sampled): Promise<{ events: number; bytes: number } | null> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from notice where stage = 'closed' and targets > 0 order by id desc limit ${notices}`,
  );
  if (rows.length === 0) return null;
  const infos = await Promise.all(rows.map(({ id }) => client.workflow.getHandle(makeNoticeWorkflowId(id)).describe()));
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  return {
    events: mean(infos.map(({ historyLength }) => historyLength)),
    bytes: mean(infos.map(({ historySize }) => historySize ?? 0)),
  };
}
