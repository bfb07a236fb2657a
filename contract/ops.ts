import { z } from 'zod';
import type { AttentionKind } from '../domain/attention.js';
import { CLOCK_KINDS, CLOCK_STATES, CLOCK_OWNERS } from '../domain/clock/clock.js';
import { REPAIRS, TARGET_REPAIRS } from '../domain/command/command.js';
import { ownClockFields } from './fields.js';
import { knownName } from './known-name.js';
import { queueClock, stamp } from './notice-view.js';

const whole = z.number().int();
/** So many rows of a kind fit a screen; `dueSoonTotal` counts all. */
export const MOST_ROWS = 100;

/** One reason to look. */
export const attentionView = z.object({
  id: z.string(),
  kind: knownName<AttentionKind>(),
  notice: z.string().nullable(),
  number: z.string().nullable(),
  since: stamp,
  summary: z.string().describe('Why, in plain words'),
  detail: z.record(z.string(), z.unknown()),
  title: z.string().describe('The cause, the same for every row of its kind'),
  explains: z.string().describe('What happened'),
  selfHeals: z.string().describe('What the desk does about it by itself'),
  safe: z.string().nullable().describe('Why the repairs do no harm'),
  due: queueClock.describe("The notice's clock that falls due first, as in the queue"),
  clock: z
    .object({
      id: z.string(),
      kind: z.enum(CLOCK_KINDS),
      owner: z.enum(CLOCK_OWNERS),
      state: z.enum(CLOCK_STATES),
      startsAt: stamp,
      dueAt: stamp.nullable(),
      metAt: stamp.nullable(),
    })
    .nullable()
    .describe('The clock that this reason speaks of, where it speaks of one'),
  repairs: z.array(z.enum(REPAIRS)),
  temporalUrl: z.string().nullable(),
});

/** How the desk runs. */
export const overviewView = z.object({
  queues: z
    .array(
      z.object({
        name: z.string(),
        workers: whole.describe('Processes that take its work, by their heartbeats'),
        backlog: whole.describe('Tasks that wait, about'),
        oldestSeconds: z.number().nullable(),
      }),
    )
    .nullable()
    .describe('null while the engine does not answer'),
  series: z
    .array(z.object({ at: stamp, applied: whole, decisions: whole, letters: whole, received: whole }))
    .describe('Minute by minute, of the last two hours; of a very busy desk less'),
  timerLag: z
    .array(z.object({ at: stamp, p50: z.number(), p99: z.number() }))
    .describe('Milliseconds from the due instant of a step or clock to its act, for minutes in which any acted'),
  dueSoon: z
    .array(
      z.object({
        ...ownClockFields,
        atRisk: z.boolean().describe('Will be missed at the pace of the last days'),
      }),
    )
    .describe(`Own clocks due within 24 hours, the nearest first, at most ${MOST_ROWS}`),
  dueSoonTotal: whole,
  repairedToday: z
    .array(
      z.object({
        at: stamp,
        by: z.string(),
        byName: z.string(),
        notice: z.string(),
        number: z.string(),
        action: z.enum(TARGET_REPAIRS),
        target: whole.nullable().describe('null where it meant several'),
        targets: whole,
        reason: z.string(),
      }),
    )
    .describe('Of the last 24 hours, the newest first'),
});

/** The last comparison of registry and engine. */
export const reconcilerView = z.object({
  everySeconds: whole.nullable().describe('Between the beginnings of two rounds; null: it is off'),
  last: z
    .object({
      startedAt: stamp,
      finishedAt: stamp,
      open: whole.describe("Open notices, all compared with the engine's list"),
      looked: whole.describe('Of these, whose version, stage, clocks and submission were compared'),
      unanswered: whole.describe('Of these, whose workflow gave no answer'),
      found: whole.describe('Notices with a finding'),
    })
    .nullable()
    .describe('null before the first round has ended'),
});
