import { z } from 'zod';
import { CLOCK_KINDS } from '../domain/clock/clock.js';
import { GROUND_CODES } from '../domain/target/ground.js';
import { LANES } from '../domain/target/lane.js';
import { stamp } from './notice-view.js';

/** What more than one shape is made of. */

/** Numbers of targets, submissions, levels and versions fit PostgreSQL's integer. */
export const count = z.number().int().min(1).max(2_147_483_647);

/** Why somebody does what goes on record. */
export const reason = z.string().max(4_000).min(1, 'Give a reason.');

/** What was decided of a target; who did it and when stands beside it where it is said. */
export const decisionFields = {
  lane: z.enum(LANES),
  grounds: z.array(z.enum(GROUND_CODES)),
  countries: z.array(z.string()),
  note: z.string(),
};

/** An own clock that runs, by its notice. */
export const ownClockFields = {
  notice: z.string(),
  number: z.string(),
  clock: z.string(),
  kind: z.enum(CLOCK_KINDS),
  dueAt: stamp,
};
