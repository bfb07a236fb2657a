import type { ProcessPart } from '../../rig/cpu.js';
import type { Step } from './registry.js';

/** One product that takes the same four steps of a person over HTTP. */
export interface Contender {
  name: string;
  /** What it does not do that the desk does. */
  leavesOut: string;
  /** The database whose server's WAL and commits are counted. */
  database: string;
  /** Whose CPU time is its own. */
  parts: readonly ProcessPart[];
  /** Names of its processes in /proc, whose memory is its own; PostgreSQL is shared and not among them. */
  processes: RegExp;
  /** Receives a notice, by default of three targets, ready for the first step. */
  receive: (order?: { targets?: number; dueAtMs?: number }) => Promise<string>;
  /** Resolves when the step is acknowledged as recorded. The same command twice is one step. */
  take: (step: TakenStep) => Promise<void>;
  /** Resolves when all targets of an approved order are recorded as applied. */
  untilEnforced: (id: string, withinMs?: number) => Promise<void>;
  /** Kills with SIGKILL what answers, works on and enforces the steps, and resolves when it answers again. */
  kill: () => Promise<void>;
  /** How many of these commands are on record. */
  countRecorded: (commands: readonly TakenStep[]) => Promise<number>;
}

export interface TakenStep {
  id: string;
  step: Step;
  command: string;
}
