import { approval } from './approval.js';
import { cursor } from './cursor.js';
import { dedupe } from './dedupe.js';
import { IN_DESK } from './in-desk.js';
import { IN_SOURCES } from './in-sources.js';
import { LIFTING } from './insiders-lifting.js';
import { INSIDERS_TEMPORAL } from './insiders-temporal.js';
import { INSIDERS_PEOPLE } from './insiders-people.js';
import { INSIDERS_LOGINS } from './insiders-logins.js';
import type { Mutant } from './mutant.js';
import { union } from './union.js';

/** Every seeded bug: at least one for each promise. */
export const MUTANTS: readonly Mutant[] = [
  dedupe,
  approval,
  union,
  cursor,
  ...IN_DESK,
  ...IN_SOURCES,
  ...LIFTING,
  ...INSIDERS_TEMPORAL,
  ...INSIDERS_PEOPLE,
  ...INSIDERS_LOGINS,
];
