import { z } from 'zod';
import type { AttentionKind } from '../domain/attention.js';
import { CLOCK_KINDS, CLOCK_STATES, CLOCK_OWNERS } from '../domain/clock/clock.js';
import { REPAIRS, TARGET_REPAIRS } from '../domain/command/command.js';
import { RELEASE_STATES } from '../domain/release/state.js';
import { ownClockFields, reason } from './fields.js';
import { knownName } from './known-name.js';
import { queueClock, stamp } from './notice-view.js';
import { assertion } from './people/assertion.js';

const whole = z.number().int();
/** Max rows of a kind in the response; `dueSoonTotal` counts all. */
export const MOST_ROWS = 100;

/** An alert for ops. */
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

/** Result of the last comparison of registry and Temporal. */
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

const build = z.string().min(1).max(200).describe('What names a release: version and hash of its build');

export const releasesView = z.object({
  items: z
    .array(
      z.object({
        build,
        state: z
          .enum(RELEASE_STATES)
          .describe(
            'current: notices begin on it and move to it; waiting: its workers are there and nobody has promoted it; draining: another is current and notices are still on it, or it was replaced less than 15 minutes ago; drained: another is current and its workers may end',
          ),
        open: z
          .number()
          .int()
          .min(0)
          .describe(
            "Open notices on it that you may read, by the engine's list: seconds late. 50,000: so many or more",
          ),
        served: z.array(z.string()).describe('Task queues that its workers take work from now'),
        firstAt: stamp.nullable().describe('When its first worker took work'),
        heardAt: stamp.nullable().describe('When any of its workers was last heard'),
        request: z
          .object({ by: z.object({ id: z.string(), name: z.string() }), reason: z.string(), expiresAt: stamp })
          .nullable()
          .describe('Who asks to make it current, until when another person may confirm it; null: nobody'),
      }),
    )
    .describe('The newest first'),
  unversioned: z
    .number()
    .int()
    .min(0)
    .describe('Open notices on no release that you may read: they move at their next act'),
});

export const promoteBody = z.strictObject({ build, reason, assertion: assertion.optional() });

export const confirmPromotionBody = z.strictObject({ build, assertion: assertion.optional() });

export const promotedView = z.object({
  build,
  before: build.nullable().describe('What is or was current before; null: nothing'),
  state: z.enum(['requested', 'current']).describe('requested: it waits for another person'),
  changed: z.boolean().describe('false: it stood so already'),
  requestedBy: z.string().nullable().describe('Name of the person who asks; null: nobody does any more'),
  expiresAt: stamp.nullable().describe('Until then another person may confirm it'),
});
