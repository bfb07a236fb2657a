import { z } from 'zod';
import { CLOCK_KINDS } from '../domain/clocks/clock.js';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { stamp } from './notice-view.js';

/** Bounded by PostgreSQL's integer: numbers of targets, submissions, levels and versions. */
export const count = z.number().int().min(1).max(2_147_483_647);

const HASH = /^[0-9a-f]{64}$/;
export const documentHash = z.string().regex(HASH, 'Give the SHA-256 of a document of the notice.');
export const ownDocumentHash = z
  .string()
  .regex(HASH, 'Give the SHA-256 of a document of this notice, in hexadecimal digits.');

export const reason = z.string().max(4_000).min(1, 'Give a reason.');

export const decisionFields = {
  action: z.enum(DECISION_ACTIONS),
  grounds: z.array(z.enum(GROUND_CODES)),
  countries: z.array(z.string()),
  note: z.string(),
};

export const ownClockFields = {
  notice: z.string(),
  number: z.string(),
  clock: z.string(),
  kind: z.enum(CLOCK_KINDS),
  dueAt: stamp,
};
