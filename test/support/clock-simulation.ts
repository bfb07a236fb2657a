import { seededRandom } from '../../desk/simulators/chance.js';
import { applyCommand } from '../../domain/commands/apply-command.js';
import { verifyClockReceipt } from '../../domain/clock-arithmetic/index.js';
import type { Clock, ClockReceipt } from '../../domain/clocks/clock.js';
import { fireDueClocks, wakeAtMs } from '../../domain/clocks/fire-clocks.js';
import { openNotice, type NoticeState } from '../../domain/notices/notice-state.js';
import { recountAfter, openClocks, type MoveEvent } from '../../domain/open-clocks/index.js';
import { recorded } from '../../domain/notices/projection.js';
import type { CalendarVersion, ClockRule, CountingRule, RegimeVersion } from '../../domain/rulebook/regime.js';
import { meetClocks } from '../../domain/clocks/meet-clocks.js';
import { aCommand, aNotice, CARO, DAY, HOUR, MINUTE } from './builders.js';
import { aLaw } from './law/a-law.js';

function pick<T>(choices: readonly T[], share: number): T {
  const found = choices[Math.floor(share * choices.length)];
  if (found === undefined) throw new Error('there is nothing to choose from');
  return found;
}

/** A random source: one seed is one whole case. */
function seeded(seed: number) {
  const next = seededRandom(seed);
  return {
    below: (limit: number) => Math.floor(next() * limit),
    one: <T>(choices: readonly T[]): T => pick(choices, next()),
    chance: (share: number) => next() < share,
  };
}
type Source = ReturnType<typeof seeded>;

const ZONES = [
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/New_York',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Kathmandu',
];
const CALENDAR: CalendarVersion = {
  id: 'sim',
  version: '1',
  title: 'Simulation',
  zone: 'UTC',
  status: 'draft',
  weekend: ['sat', 'sun'],
  holidays: ['2021-03-29', '2021-04-02', '2021-12-24', '2022-01-26', '2024-02-29'],
  windows: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:30']]])),
  source: 'none',
  years: [],
};
const ESCALATION = [
  { percent: 50, to: ['reviewer' as const], page: false },
  { percent: 75, to: ['reviewer' as const, 'approver' as const], page: false },
  { percent: 90, to: ['approver' as const, 'counsel' as const], page: true },
  { percent: 100, to: ['counsel' as const, 'ops' as const], page: true },
];
const SOURCED = { source: 'Simulation', confidence: 'secondary' as const, reviewer: null };

function aCount(from: Source): CountingRule {
  const unit = from.one(['minute', 'hour', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month'] as const);
  const max = { minute: 600, hour: 72, calendar_day: 40, business_day: 12, business_hour: 50, month: 7 }[unit];
  return {
    amount: 1 + from.below(max),
    unit,
    dueTime: from.one(['same_time', 'end_of_day'] as const),
    roll: from.one(['none', 'none', 'following', 'preceding'] as const),
    stop: from.chance(0.7),
  };
}

function aRule(from: Source): ClockRule {
  const counting = aCount(from);
  return {
    kind: from.one(['decide', 'comply', 'policy', 'user_notice'] as const),
    owner: from.chance(0.85) ? 'us' : 'authority',
    basis: 'law',
    form: 'ceiling',
    startsOn: 'receipt',
    counting,
    period: from.chance(0.15) ? 'eu_1182_71' : 'plain',
    windows: [],
    guards: null,
    status: 'in_force',
    extend: from.chance(0.8),
    escalation: ESCALATION,
    escalationTime: counting.unit.startsWith('business') ? 'business' : 'any',
    note: null,
    ...SOURCED,
  };
}

function aRegime(from: Source): RegimeVersion {
  const zone = from.one(ZONES);
  return aLaw(
    Array.from({ length: 1 + from.below(4) }, () => aRule(from)),
    {
      id: 'SIM',
      title: 'Simulation',
      zone,
      calendar: 'sim',
      inForce: SOURCED,
      countries: [],
      noticeKinds: [],
      summary: '',
    },
  );
}

interface Sent {
  key: string;
  clock: string;
  levels: number[];
  atMs: number;
}

export interface Lived {
  state: NoticeState;
  sent: Sent[];
  /** Intervals without a worker: nothing can fire then, and everything overdue must fire at their end. */
  outages: { fromMs: number; toMs: number }[];
  /** When clocks were opened or moved: a step whose instant had passed by then fires immediately. */
  movedAtMs: number[];
  receipts: Map<string, ClockReceipt>;
}

interface World {
  from: Source;
  state: NoticeState;
  receipts: Map<string, ClockReceipt>;
  nowMs: number;
  sent: Sent[];
  outages: { fromMs: number; toMs: number }[];
  movedAtMs: number[];
}

/** The workflow's own loop: fires what is due, sends effects, records everything. */
function fireDue(world: World): void {
  const fired = fireDueClocks(world.state, world.nowMs);
  for (const effect of fired.effects) {
    if (effect.type === 'mail_staff') {
      world.sent.push({ key: effect.key, clock: effect.clock, levels: effect.levels, atMs: world.nowMs });
    } else if (effect.type === 'page') {
      world.sent.push({ key: effect.key, clock: effect.clock, levels: [], atMs: world.nowMs });
    }
  }
  world.state = { ...recorded(fired, fired.version), effects: [], processed: [] };
}

function pass(world: World, untilMs: number): void {
  for (
    let wakeMs = wakeAtMs(world.state, world.nowMs);
    wakeMs <= untilMs;
    wakeMs = wakeAtMs(world.state, world.nowMs)
  ) {
    world.nowMs = wakeMs;
    fireDue(world);
  }
  world.nowMs = untilMs;
}

function eventFor({ from, nowMs }: World, clock: Clock): MoveEvent {
  if (clock.state === 'paused') return { type: 'resume', atMs: nowMs };
  if (from.chance(0.5)) return { type: 'pause', atMs: nowMs };
  if (from.chance(0.4)) return { type: 'extend', toMs: (clock.dueAtMs ?? nowMs) + from.below(3 * DAY) };
  const unit = from.one(['hour', 'calendar_day', 'business_day'] as const);
  return { type: 'extend', by: { amount: 1 + from.below(10), unit } };
}

/** Pauses, resumes or extends a clock as the API does: computed outside, then decided. */
function moveOne(world: World): void {
  const clock = world.from.one(world.state.clocks);
  const receipt = world.receipts.get(clock.id);
  if (receipt === undefined) return;
  const event = eventFor(world, clock);
  const moved = recountAfter({ receipt, clock }, event, { reason: 'Simulated.', authorityReference: 'S/1' });
  if ('error' in moved) return;
  const { dueAtMs, escalation } = moved;
  const body = { clock: clock.id, revision: clock.revision ?? 0, dueAtMs, escalation, atMs: world.nowMs };
  const requested = applyCommand(world.state, aCommand(event.type, body, { actor: CARO }), world.nowMs);
  if (!requested.ok) return;
  // Another person confirms an extension; every other move acts by itself.
  const confirm = aCommand('confirm_deadline', { clock: clock.id });
  const decided = event.type === 'extend' ? applyCommand(requested.value, confirm, world.nowMs) : requested;
  if (!decided.ok) return;
  world.receipts.set(clock.id, moved.receipt);
  world.state = decided.value;
  world.movedAtMs.push(world.nowMs);
}

function act(world: World): void {
  const { from } = world;
  if (from.chance(0.15)) {
    const fromMs = world.nowMs;
    world.nowMs += from.below(2 * DAY);
    world.outages.push({ fromMs, toMs: world.nowMs });
  } else if (from.chance(0.3)) {
    // Often at the very instant at which a clock fires: the command may come before or after it.
    const wakeMs = wakeAtMs(world.state, world.nowMs);
    pass(world, wakeMs - 1);
    world.nowMs = wakeMs;
    if (from.chance(0.5)) fireDue(world);
    moveOne(world);
  } else if (from.chance(0.1)) {
    const { kind, owner } = from.one(world.state.clocks);
    world.state = { ...world.state, ...meetAll(world, kind, owner) };
  } else {
    moveOne(world);
  }
  fireDue(world);
}

function meetAll(world: World, kind: Clock['kind'], owner: Clock['owner']): Pick<NoticeState, 'clocks'> {
  return { clocks: meetClocks(world.state, kind, world.nowMs, owner).clocks };
}

/** Runs one seeded case to its end: random laws, zones and calendars, moves, outages, coinciding clocks. */
export function liveCase(seed: number): Lived {
  const from = seeded(seed);
  const startMs = Date.UTC(2019, 0, 1) + from.below(6 * 365) * DAY + from.below(DAY);
  const regime = aRegime(from);
  let ids = 0;
  const opened = openClocks({
    regime,
    calendar: CALENDAR,
    facts: { receivedAtMs: startMs },
    tzVersion: 'sim',
    newId: () => `clock-${(ids += 1)}`,
  });
  if (opened.problems.length > 0) throw new Error(opened.problems.join(' '));
  const clocks = opened.clocks.map(({ clock }) => clock);
  const world: World = {
    from,
    state: openNotice(aNotice({ clocks, acknowledge: false, targets: 0 })),
    receipts: new Map(opened.clocks.map(({ clock, receipt }) => [clock.id, receipt])),
    nowMs: startMs,
    sent: [],
    outages: [],
    movedAtMs: [startMs],
  };
  fireDue(world);
  for (let steps = from.below(12); steps > 0; steps -= 1) {
    pass(world, world.nowMs + from.one([MINUTE, HOUR, 9 * HOUR, DAY, 9 * DAY]));
    act(world);
  }
  // To the end: past every due instant and every repeated page.
  const last = Math.max(world.nowMs, ...world.state.clocks.map(({ dueAtMs }) => dueAtMs ?? 0));
  pass(world, last + 2 * DAY);
  return {
    state: world.state,
    sent: world.sent,
    outages: world.outages,
    movedAtMs: world.movedAtMs,
    receipts: world.receipts,
  };
}

/**
 * Returns what was wrong with a case: early, twice, late without an outage, missing, or different from its receipt.
 * Empty: nothing.
 */
export function checkCase({ state, sent, outages, movedAtMs, receipts }: Lived): string[] {
  const wrong: string[] = [];
  const keys = sent.map(({ key }) => key);
  for (const key of new Set(keys.filter((one, at) => keys.indexOf(one) !== at))) wrong.push(`${key} was sent twice`);
  const held = (atMs: number, firedMs: number) =>
    outages.some(({ fromMs, toMs }) => fromMs <= atMs && firedMs === toMs);
  for (const clock of state.clocks) {
    for (const { level, atMs, firedAtMs } of clock.escalation) {
      const name = `${clock.id} level ${level}`;
      if (firedAtMs !== null && firedAtMs < atMs) wrong.push(`${name} fired ${atMs - firedAtMs} ms early`);
      if (firedAtMs !== null && firedAtMs > atMs && !held(atMs, firedAtMs) && !movedAtMs.includes(firedAtMs)) {
        wrong.push(`${name} fired ${firedAtMs - atMs} ms late`);
      }
      if (clock.state === 'running' && firedAtMs === null && atMs < (clock.dueAtMs ?? 0))
        wrong.push(`${name} is missing`);
      if (clock.state === 'missed' && firedAtMs === null) wrong.push(`${name} of a missed clock is missing`);
      if (firedAtMs !== null && !sent.some((one) => one.clock === clock.id && one.levels.includes(level))) {
        wrong.push(`${name} fired without a mail`);
      }
    }
    if (clock.state === 'running') wrong.push(`${clock.id} never came to an end`);
    wrong.push(...verifyClockReceipt({ dueAt: clock.dueAtMs, receipt: receipts.get(clock.id) }));
  }
  return wrong;
}
