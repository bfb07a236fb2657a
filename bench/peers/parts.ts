import { randomUUID } from 'node:crypto';
import { timed } from '../rig/load.js';
import { percentile, round3 } from '../rig/pairs.js';
import { attempt, type Side, type Sides } from './around.js';
import type { StepsLine } from './figures/lines.js';
import { newLocators } from './human-step/contender.js';
import { measureFreshness } from './human-step/measure-freshness.js';
import { measureKill } from './human-step/measure-kill.js';
import { measureSteps } from './human-step/measure-steps.js';
import { measureOzoneOrder } from './ozone-order.js';

const CLIENTS = [1, 8, 32] as const;
const WARM_UP_CLIENTS = 8;
const FRESHNESS_PER_SECOND = 20;
const BEFORE_APPROVAL = ['claim', 'decide', 'submit'] as const;

export async function runSteps(around: Sides): Promise<void> {
  const { size, write, say } = around;
  await inRounds('steps', around, async ({ key, contender }, round) => {
    if (round === 0) {
      say(`  ${key}: warming up …`);
      await measureSteps(contender, WARM_UP_CLIENTS, size.notices);
      return;
    }
    for (const clients of CLIENTS) {
      const steps = await measureSteps(contender, clients, size.notices);
      write({ part: 'steps', contender: key, ...steps });
      say(`  ${key}, ${clients} clients: ${describeSteps(steps)}`);
    }
  });
}

export async function runOrder(around: Sides, { ozone }: { ozone: boolean }): Promise<void> {
  const { size, write, say } = around;
  await inRounds('order', around, async (side, round) => {
    const ms = await measureOrder(side, size.targets);
    say(`  ${side.key}, an order of ${size.targets}: ${Math.round(ms)} ms`);
    if (round > 0) write({ part: 'order', contender: side.key, targets: size.targets, ms: round3(ms) });
  });
  if (!ozone) return;
  await attempt(around, { contender: 'ozone', of: 'order' }, async () => {
    for (const ms of await measureOzoneOrder(size, say))
      write({ part: 'order', contender: 'ozone', targets: size.targets, ms: round3(ms) });
  });
}

export async function runFreshness(around: Sides): Promise<void> {
  if (!around.sides.some(({ key }) => key === 'desk')) return;
  await attempt(around, { contender: 'desk', of: 'freshness' }, async () => {
    const { http, size, write, say } = around;
    const ms = await measureFreshness(http, { commands: size.commands, perSecond: FRESHNESS_PER_SECOND });
    write({ part: 'freshness', contender: 'desk', perSecond: FRESHNESS_PER_SECOND, ms: ms.map(round3) });
    say(`  desk, freshness: p50 ${percentile(ms, 50).toFixed(1)}, p99 ${percentile(ms, 99).toFixed(1)} ms`);
  });
}

export async function runKill(around: Sides): Promise<void> {
  const { desk, size, write, say } = around;
  const plan = { notices: size.killNotices, kills: size.kills, platformDatabase: desk.database };
  for (const { key, contender } of around.sides)
    await attempt(around, { contender: key, of: 'kill' }, async () => {
      const killed = await measureKill(contender, plan);
      write({ part: 'kill', contender: key, ...killed });
      say(`  ${key}, kill -9: ${JSON.stringify(killed)}`);
    });
}

/** Each contender once to warm up, then A B B A: a machine that gets slower or faster affects all alike. */
async function inRounds(
  part: 'steps' | 'order',
  around: Sides,
  measure: (side: Side, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round <= around.size.rounds; round += 1)
    for (const side of round % 2 === 0 ? around.sides : around.sides.toReversed())
      await attempt(around, { contender: side.key, of: part }, () => measure(side, round));
}

function describeSteps({ ms, perSecond }: Pick<StepsLine, 'ms' | 'perSecond'>): string {
  return `p50 ${percentile(ms, 50).toFixed(1)}, p99 ${percentile(ms, 99).toFixed(1)} ms, ${perSecond.toFixed(0)} a second`;
}

/** From the last approval to all targets recorded as applied. */
async function measureOrder({ contender }: Side, targets: number): Promise<number> {
  const id = await contender.receive({ locators: newLocators(targets) });
  for (const step of BEFORE_APPROVAL) await contender.take({ id, step, command: randomUUID() });
  return timed(async () => {
    await contender.take({ id, step: 'approve', command: randomUUID() });
    await contender.untilEnforced(id);
  });
}
