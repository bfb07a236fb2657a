import { z } from 'zod';
import { FLOW_DECISIONS } from '../../domain/charts/target-flow.js';
import { queryText } from '../query.js';
import { wholeNumber } from '../whole-number.js';
import { zoneName } from '../people/notifications.js';
import { stamp } from '../notice-view.js';

const whole = z.number().int();

const zone = zoneName.default('UTC').describe('IANA time zone in which days, weeks and hours are counted');

const MAX_WEEKS = 104;
const weeksBack = wholeNumber(1, MAX_WEEKS).describe('How many weeks back');

export const dashboardQuery = z.strictObject({
  weeks: weeksBack.default(12),
  zone,
});

/** The authority as a parameter of the query, since its id may hold any character. */
export const scorecardQuery = z.strictObject({
  authority: queryText(100).describe('Id of the authority'),
  weeks: weeksBack.default(52),
  format: z.enum(['json', 'csv']).default('json'),
});

const part = z.object({ count: whole, of: whole });

export const scorecardView = z.object({
  authority: z.string(),
  name: z.string(),
  from: stamp,
  to: stamp,
  orders: whole.describe('Orders and requests received, without documents about an earlier one'),
  complete: part.describe('Orders whose document lacks nothing, of those whose checklist was answered'),
  verified: part.describe('Orders whose sender was verified'),
  refused: part.describe('Targets refused, of those decided'),
  repliesInTime: part.describe('Answers by its deadline, of those that were due'),
  withdrawn: part.describe('Orders that it withdrew'),
  medianGivenSeconds: z.number().nullable().describe('Time from receipt to the deadline an order sets, median'),
  withDeadline: whole.describe('Orders that set a deadline'),
  secret: whole.describe('Secret ones among the orders: others must not learn of them'),
});

const share = z.object({ name: z.string(), onTime: whole, total: whole });
const orderCounts = {
  orders: whole.describe('Without reminders, amendments and other documents about an earlier one'),
  targets: whole,
  refused: whole.describe('Targets refused'),
};

export const dashboardView = z.object({
  from: stamp,
  to: stamp,
  zone: z.string(),
  onTime: z
    .object({
      byWeek: z.array(share).describe('Named by their Monday'),
      byLaw: z.array(share).describe('Lowest share first'),
      byTeam: z.array(share).describe('By label of the queue; empty: none'),
    })
    .describe('Deadlines of ours, counted when they were met or ran out'),
  load: z.object({
    perPersonHour: z.number().nullable().describe('Decisions per person and hour; null: too little history'),
    days: z.array(
      z.object({
        day: z.string(),
        due: whole.describe('Undecided targets due on this day; today with those overdue'),
        capacity: whole.nullable().describe('Usual decisions of this weekday; null: too little history'),
      }),
    ),
    later: whole.describe('Undecided targets due after these days'),
  }),
  flow: z
    .object({
      requested: whole,
      rows: z.array(
        z.object({
          decided: z.enum([...FLOW_DECISIONS]),
          inForce: whole,
          restored: whole,
          answered: whole.describe('Nothing to enforce: refused, asked, not found and the like'),
          failed: whole,
          open: whole,
        }),
      ),
    })
    .describe('Targets of the notices received in this time, as they stand now'),
  authorities: z.array(
    z.object({
      authority: z.string().nullable(),
      name: z.string(),
      ...orderCounts,
      months: z.array(z.object({ month: z.string(), ...orderCounts })),
    }),
  ),
  hours: z
    .array(
      z.object({
        hour: whole,
        arrived: whole.describe('Notices received in this hour of the day'),
        people: z.number().describe('People who drafted, submitted or approved in it, on average'),
      }),
    )
    .describe('The 24 hours of the day'),
});
