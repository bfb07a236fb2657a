import { randomUUID } from 'node:crypto';
import type { Step } from './registry.js';

/** One product that takes the same four steps of a person over HTTP. */
export interface Contender {
  /** The database whose server's WAL and commits are counted. */
  database: string;
  /** Names of its processes in /proc, whose CPU time and memory are its own; PostgreSQL is not among them. */
  processes: RegExp;
  /** Receives a notice, by default of three targets, ready for the first step. */
  receive: (notice?: { locators?: readonly string[]; dueAtMs?: number }) => Promise<string>;
  /** Resolves when the step is acknowledged as recorded. The same command twice is one step. */
  take: (step: TakenStep) => Promise<void>;
  /** Resolves when all targets of an approved order are recorded as applied, and proven where the product proves it. */
  untilEnforced: (id: string, withinMs?: number) => Promise<void>;
  /** Kills with SIGKILL all its processes but PostgreSQL, and resolves when it answers again. */
  kill: () => Promise<void>;
  countRecorded: (commands: readonly TakenStep[]) => Promise<Recorded>;
  /** Ends it, so that it does not run beside the next. */
  stop: () => Promise<void>;
}

export interface TakenStep {
  id: string;
  step: Step;
  command: string;
}

export interface Recorded {
  /** How many of the commands are on record. */
  found: number;
  /** Records of their steps beyond one for each. */
  repeated: number;
}

export function newLocators(count: number): string[] {
  const run = randomUUID().slice(0, 12);
  return Array.from({ length: count }, (_, index) => `@bench_${run}_${String(index + 1).padStart(6, '0')}`);
}
