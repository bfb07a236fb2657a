import { z } from 'zod';
import type { AlertKind } from '../domain/alert.js';
import { CLOCK_KINDS, CLOCK_STATES, CLOCK_OWNERS } from '../domain/clocks/clock.js';
import { HISTORY_UNITS } from '../domain/charts/history.js';
import { REPAIRS, TARGET_REPAIRS } from '../domain/commands/command.js';
import { CHECK_STATES } from '../domain/releases/check.js';
import { RELEASE_STATES } from '../domain/releases/state.js';
import { ownClockFields, reason } from './fields.js';
import { knownName } from './known-name.js';
import { queueClock, stamp } from './notice-view.js';
import { assertion } from './people/assertion.js';
import { zoneName } from './people/notifications.js';

const whole = z.number().int();
/** Max rows of a kind in the response; `dueSoonTotal` counts all. */
export const MAX_OPS_ROWS = 100;

export const alertView = z.object({
  id: z.string(),
  kind: knownName<AlertKind>(),
  notice: z.string().nullable(),
  number: z.string().nullable(),
  since: stamp,
  summary: z.string().describe('The reason, in plain words'),
  detail: z.record(z.string(), z.unknown()),
  title: z.string().describe('The cause, the same for every alert of its kind'),
  explains: z.string().describe('What happened'),
  selfHeals: z.string().describe('What the desk does about it automatically'),
  safe: z.string().nullable().describe('Why the repairs do no harm'),
  due: queueClock.describe("The notice's most urgent clock, as in the queue"),
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
    .describe('The clock that the alert is about, if any'),
  repairs: z.array(z.enum(REPAIRS)),
  temporalUrl: z.string().nullable(),
});

export const overviewView = z.object({
  queues: z
    .array(
      z.object({
        name: z.string(),
        workers: whole.describe('Processes that poll it, by their heartbeats'),
        backlog: whole.describe('Approximate number of waiting tasks'),
        oldestSeconds: z.number().nullable(),
      }),
    )
    .nullable()
    .describe('null while the engine does not respond'),
  series: z
    .array(z.object({ at: stamp, applied: whole, decisions: whole, letters: whole, received: whole }))
    .describe('Per minute, for the last two hours; less on a very busy desk'),
  timerLag: z
    .array(z.object({ at: stamp, p50: z.number(), p99: z.number() }))
    .describe('Milliseconds from the due time of an escalation step or clock to its processing, for minutes with any'),
  dueSoon: z
    .array(
      z.object({
        ...ownClockFields,
        atRisk: z.boolean().describe('Will be missed at the speed of the last days'),
      }),
    )
    .describe(`Our clocks due within 24 hours, nearest first, at most ${MAX_OPS_ROWS}`),
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
        target: whole.nullable().describe('null if it covered several'),
        targets: whole,
        reason: z.string(),
      }),
    )
    .describe('Of the last 24 hours, newest first'),
});

/** `GET /readyz`. */
export const readyView = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['up', 'degraded', 'down']),
      since: stamp,
      detail: z.string(),
      figures: z
        .record(z.string(), z.union([z.number(), z.string()]))
        .optional()
        .describe('The figures in the detail'),
    }),
  ),
});

/** A mail sent by the embedded desk (`GET /v1/outbox`). */
export const caughtMail = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  raw: z.string(),
  receivedAt: stamp,
});

/** Result of the last comparison of registry and Temporal. */
export const reconcilerView = z.object({
  everySeconds: whole.nullable().describe('Time between the starts of two runs; null: off'),
  last: z
    .object({
      startedAt: stamp,
      finishedAt: stamp,
      open: whole.describe("Open notices, all compared with the engine's list"),
      looked: whole.describe('Of these, those whose version, stage, clocks and submission were compared'),
      unanswered: whole.describe('Of these, those whose workflow did not respond'),
      found: whole.describe('Notices with a finding'),
    })
    .nullable()
    .describe('null until the first run has ended'),
});

export const historyQuery = z.strictObject({
  by: z.enum(HISTORY_UNITS).default('hour').describe('hour: the last 24; day: the last 14'),
  zone: zoneName.default('UTC').describe('IANA time zone in which hours and days are counted'),
});

export const historyView = z.object({
  by: z.enum(HISTORY_UNITS),
  zone: z.string(),
  items: z
    .array(
      z.object({
        at: stamp.describe('Start of the hour or day'),
        alerts: whole.describe('Alerts raised'),
        missed: whole.describe('Deadlines of ours missed, by when they were due'),
      }),
    )
    .describe('Oldest first; the last one is not over yet'),
});

export const stepsView = z.object({
  reached: z.boolean().describe('false: Temporal does not respond, so the steps are unknown'),
  items: z
    .array(
      z.object({
        activity: z.string().nullable().describe("Name of the activity; null: the workflow's own task"),
        attempt: whole,
        maxAttempts: whole.nullable().describe('null: no limit'),
        running: z.boolean(),
        lastError: z.string().nullable().describe('Type of the last error; its text is sealed'),
        startedAt: stamp.nullable(),
        nextAt: stamp.nullable().describe('Next attempt; null while one is running'),
      }),
    )
    .describe('What the workflow waits for'),
});

const build = z.string().min(1).max(200).describe('Name of the release: version and hash of its build');

export const MAX_DIFFERING = 20;

const releaseCheck = z.object({
  state: z
    .enum(CHECK_STATES)
    .describe(
      'running: a worker of the release replays the open notices; passed: its workflow code fits their histories, which permits a promotion for an hour; differs: it does not fit at least one, so the release cannot be promoted',
    ),
  by: z.object({ id: z.string(), name: z.string() }).describe('Who requested it'),
  requestedAt: stamp,
  finishedAt: stamp.nullable(),
  digest: z.string().nullable().describe('SHA-256 of the workflow code that replayed them'),
  notices: whole.nullable().describe('Replayed notices that are not secret'),
  differing: z
    .array(z.string())
    .max(MAX_DIFFERING)
    .describe(`Numbers of notices that do not fit, of those you can read, at most ${MAX_DIFFERING}`),
  msEach: z.number().nullable().describe('Milliseconds for each history'),
});

export const releaseCheckView = releaseCheck.extend({ build });

export const releasesView = z.object({
  items: z
    .array(
      z.object({
        build,
        state: z
          .enum(RELEASE_STATES)
          .describe(
            'current: new notices start on it and open ones move to it; waiting: its workers are running but it has not been promoted; draining: another is current and notices are still on it, or it was replaced less than 15 minutes ago; drained: another is current and its workers can be stopped',
          ),
        open: z
          .number()
          .int()
          .min(0)
          .describe("Open notices on it that you can read, by the engine's list, seconds late. 50,000: 50,000 or more"),
        served: z.array(z.string()).describe('Task queues that its workers now poll'),
        firstAt: stamp.nullable().describe('When its first worker started polling'),
        heardAt: stamp.nullable().describe('Last heartbeat of any of its workers'),
        request: z
          .object({ by: z.object({ id: z.string(), name: z.string() }), reason: z.string(), expiresAt: stamp })
          .nullable()
          .describe('Who requested to make it current, and until when another person can confirm; null: no request'),
        check: releaseCheck.nullable().describe('The last check of it; null: none, or it ended without a result'),
      }),
    )
    .describe('Newest first'),
  unversioned: z
    .number()
    .int()
    .min(0)
    .describe('Open notices that you can read and that are on no release: they move with their next command'),
});

export const promoteBody = z.strictObject({ build, reason, assertion: assertion.optional() });

export const checkReleaseBody = z.strictObject({ build });

export const confirmPromotionBody = z.strictObject({ build, assertion: assertion.optional() });

export const promotedView = z.object({
  build,
  before: build.nullable().describe('The current or previously current release; null: none'),
  state: z.enum(['requested', 'current']).describe('requested: waiting for another person'),
  changed: z.boolean().describe('false: it was already so'),
  requestedBy: z.string().nullable().describe('Name of the requester; null: no longer requested'),
  expiresAt: stamp.nullable().describe('Deadline for another person to confirm it'),
});
