import { randomUUID } from 'node:crypto';
import { percentile, round3 } from '../rig/pairs.js';
import { openDormitory } from '../rig/sleepers.js';
import { connectTemporal } from '../rig/temporal.js';
import { attempt, type Side, type Sides } from './around.js';
import { ESCALATED_ROWS, measureTimers, type TimerSide } from './human-step/measure-timers.js';

export const TIMER_PARTS = ['timers', 'timers-10k'] as const;
export type TimerPart = (typeof TIMER_PARTS)[number];

/** Each peer ends after its turn, its open notices with it. The desk, which all need, is therefore the last. */
export async function runTimers(parts: readonly TimerPart[], around: Sides): Promise<void> {
  for (const side of around.sides.filter(({ key }) => key !== 'desk')) {
    const { contender } = side;
    const open = (dueAtMs: number) => contender.receive({ dueAtMs });
    await runSizes(parts, around, { side, timers: { open, database: contender.database, rows: ESCALATED_ROWS } });
    await contender.stop();
  }
  const side = around.sides.find(({ key }) => key === 'desk');
  if (side !== undefined) await runDesk(parts, around, side);
}

async function runDesk(parts: readonly TimerPart[], around: Sides, side: Side): Promise<void> {
  const temporal = await connectTemporal(around.desk.temporal);
  const dormitory = await openDormitory({ desk: around.desk, client: temporal.client, peerQueue: '' });
  const { start, rows } = dormitory.sides.desk;
  const open = async (dueAtMs: number) => {
    const id = randomUUID();
    await start({ id, dueAtMs });
    return id;
  };
  await runSizes(parts, around, { side, timers: { open, database: around.desk.database, rows } });
  await Promise.all([dormitory.close(), temporal.close()]);
}

async function runSizes(
  parts: readonly TimerPart[],
  around: Sides,
  { side: { key }, timers }: { side: Side; timers: TimerSide },
): Promise<void> {
  const { size, write, say } = around;
  let isOpen = 0;
  for (const part of parts)
    await attempt(around, { contender: key, of: part }, async () => {
      const open = size.open[part];
      const others = open - size.due - isOpen;
      say(`  ${key}: opening ${others + size.due} notices …`);
      const ms = await measureTimers(timers, { due: size.due, others });
      isOpen += others;
      write({ part, contender: key, open, ms: ms.map(round3) });
      say(`  ${key}, ${open} open: p50 ${percentile(ms, 50).toFixed(0)}, p99 ${percentile(ms, 99).toFixed(0)} ms late`);
    });
}
