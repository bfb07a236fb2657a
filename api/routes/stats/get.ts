import { z } from 'zod';
import { CLOCK_KINDS } from '../../../domain/clock.js';
import { isKnown, type Breach, type Measure, type Pace } from '../../../domain/forecast.js';
import { STAGES } from '../../../domain/notice.js';
import { can } from '../../../domain/permission.js';
import { countAttention } from '../../../registry/attention-views.js';
import type { OpenClockRow } from '../../../registry/forecast.js';
import { countByStage, findLastEnforced, type LastEnforced } from '../../../registry/stats.js';
import { makeForecast } from '../../../client/forecast/make-forecast.js';
import { readerOf } from '../../access.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { stamp } from '../../../contract/notice-view.js';
import { noQuery } from '../../../contract/query.js';
import { recordLooks } from '../looks.js';

/** The forecast names so many clocks; `willMiss` counts them all. */
const MOST_ITEMS = 100;

const whole = z.number().int();
const seconds = z.number().nullable();

const paceView = z
  .object({
    targetsPerDay: z.number().nullable().describe('Targets decided in 24 hours in which any waited'),
    approvalSeconds: seconds.describe('From submitting to the last approval, median'),
    enforcementSeconds: seconds.describe('From the last approval to the end of enforcement, median'),
    metSeconds: z.record(z.string(), z.number()).describe('From start to met by kind of clock, median'),
  })
  .describe('How fast the house has been over the last seven days; null or missing where too little was measured');

const forecastView = z.object({
  at: stamp,
  willMiss: whole.describe('Own clocks that will be missed at this pace'),
  items: z
    .array(
      z.object({
        notice: z.string(),
        number: z.string(),
        clock: z.string(),
        kind: z.enum(CLOCK_KINDS),
        dueAt: stamp,
        expectedAt: stamp.describe('The earliest time that the pace allows'),
        why: z.string().describe('In plain words, with the numbers'),
      }),
    )
    .describe(`The nearest due first, at most ${MOST_ITEMS}`),
  unknown: z
    .array(z.enum(['drafting', 'approval', 'enforcement', ...CLOCK_KINDS]))
    .describe('Paces that open clocks hang on and that too little was measured of: their time is not counted'),
});

export const statsView = z.object({
  notices: whole,
  byStage: z.record(z.string(), whole),
  overdue: whole.describe('Notices with an own clock past its due and unmet'),
  dueWithin: z
    .object({ '1h': whole, '4h': whole, '24h': whole })
    .describe('Notices whose nearest own due falls within this time'),
  attention: whole.nullable().describe('Open reasons to look; null for those who may not read them'),
  lastEnforced: z
    .object({
      notice: z.string(),
      number: z.string(),
      purpose: z.enum(['decision', 'restoration']),
      done: whole.describe('Targets that the platform acted on, or restored'),
      at: stamp,
    })
    .nullable()
    .optional()
    .describe('The submission whose enforcement ended last; null where none has'),
  pace: paceView.optional(),
  forecast: forecastView.optional(),
});

/** `GET /v1/stats`: how much there is, how pressing, and what will be late, over the notices the caller may know of. */
export function registerGetStats(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Counts of the queue',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: statsView },
  };
  app.get('/v1/stats', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = callerOf(request);
    const question = { reader: readerOf(caller), now: context.now() };
    const [stages, attention, last, { pace, forecast }] = await Promise.all([
      countByStage(context.db, question),
      can(caller.roles, 'attention.read') ? countAttention(context.db, { ...question, filters: {} }) : null,
      findLastEnforced(context.db, question.reader),
      makeForecast(context.db, question),
    ]);
    const shown = forecast.willMiss.slice(0, MOST_ITEMS);
    const seen = [
      ...shown.map(({ clock }) => ({ id: clock.noticeId, level: clock.secrecyLevel })),
      ...(last === undefined ? [] : [{ id: last.notice, level: last.secrecy_level }]),
    ];
    await recordLooks(context, caller, { seen, list: 'stats' });
    const sum = (pick: (row: (typeof stages)[number]) => number) => stages.reduce((total, row) => total + pick(row), 0);
    return {
      notices: sum((row) => row.notices),
      byStage: Object.fromEntries(
        STAGES.map((stage) => [stage, stages.find((row) => row.stage === stage)?.notices ?? 0]),
      ),
      overdue: sum((row) => row.overdue),
      dueWithin: { '1h': sum((row) => row.due_1h), '4h': sum((row) => row.due_4h), '24h': sum((row) => row.due_24h) },
      attention,
      lastEnforced: last === undefined ? null : toLastEnforced(last),
      pace: toPaceView(pace),
      forecast: {
        at: question.now.toISOString(),
        willMiss: forecast.willMiss.length,
        items: shown.map(toItem),
        unknown: forecast.unknown,
      },
    };
  });
}

function toLastEnforced({ secrecy_level: _, at, ...last }: LastEnforced): z.input<typeof statsView>['lastEnforced'] {
  return { ...last, at: at.toISOString() };
}

function toPaceView({ draftedPerHour, approvalMs, enforcementMs, metMs }: Pace): z.input<typeof paceView> {
  const inSeconds = (measure: Measure) => (isKnown(measure) ? Math.round(measure.value / 1000) : null);
  const met = Object.entries(metMs).flatMap(([kind, measure]) => {
    const value = inSeconds(measure);
    return value === null ? [] : [[kind, value]];
  });
  return {
    targetsPerDay: isKnown(draftedPerHour) ? Math.round(draftedPerHour.value * 240) / 10 : null,
    approvalSeconds: inSeconds(approvalMs),
    enforcementSeconds: inSeconds(enforcementMs),
    metSeconds: Object.fromEntries(met),
  };
}

function toItem({ clock, expectedAtMs, why }: Breach<OpenClockRow>) {
  return {
    notice: clock.noticeId,
    number: clock.number,
    clock: clock.id,
    kind: clock.kind,
    dueAt: new Date(clock.dueAtMs).toISOString(),
    expectedAt: new Date(expectedAtMs).toISOString(),
    why: why(),
  };
}
