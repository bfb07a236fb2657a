import { sql } from 'kysely';
import { findHeartbeat, WATCHDOG_SILENT_SECONDS, type Heartbeat } from '../../../registry/ops/watchdog.js';
import type { ApiContext } from '../../context.js';
import type { Finding } from './finding.js';
import { NOT_KNOWN, withinTimeout } from './timeout.js';

const HEARTBEAT_FRESH_SECONDS = 30;

export async function findWatchdog({ db }: ApiContext): Promise<Finding> {
  const name = 'watchdog';
  let heartbeat: Heartbeat | undefined;
  let mute = 0;
  const answered = await withinTimeout(
    Promise.all([
      findHeartbeat(db).then((found) => (heartbeat = found)),
      sql<{ open: number }>`
        select count(*) as open from alert where key like 'watchdog:pager%' and resolved_at is null`
        .execute(db)
        .then(({ rows }) => (mute = rows[0]?.open ?? 0)),
    ]),
  );
  if (!answered) return { name, state: 'degraded', detail: NOT_KNOWN };
  return { name, ...judgeHeartbeat(heartbeat, mute > 0) };
}

function judgeHeartbeat(heartbeat: Heartbeat | undefined, mute: boolean): Omit<Finding, 'name'> {
  if (heartbeat === undefined) return { state: 'down', detail: 'Has never run.' };
  const seconds = Math.max(0, Math.round(heartbeat.ageSeconds));
  const lastCheck = `Last check ${seconds} s ago.`;
  if (heartbeat.ageSeconds > WATCHDOG_SILENT_SECONDS) return { state: 'down', detail: lastCheck };
  if (mute) return { state: 'degraded', detail: `${lastCheck} No pager accepts its pages.` };
  const found =
    heartbeat.overdue === 0
      ? 'No clock is waiting to be processed.'
      : `${heartbeat.overdue} clocks are waiting to be processed.`;
  const figures = { seconds, overdue: heartbeat.overdue };
  return {
    state: heartbeat.ageSeconds < HEARTBEAT_FRESH_SECONDS ? 'up' : 'degraded',
    detail: `${lastCheck} ${found}`,
    figures,
  };
}
