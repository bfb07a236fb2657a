import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { getErrorMessage } from '../../domain/error-parts.js';
import { join } from 'node:path';
import type { DemoNotice } from './step.js';
import { RefusedError } from '../exit.js';

/** Progress of the demo case on this home, kept so that an interrupted run can resume. */
export interface DemoState {
  /** Prefix of every Idempotency-Key of this run. */
  runId: string;
  /** The instant to which the case is shifted. Must not change, or retried calls would differ from the originals. */
  nowMs: number;
  done: string[];
  notices: Partial<Record<DemoNotice, { id: string; number: string }>>;
  /** Submission and digest of each approval, fixed before it is sent. */
  approving: Record<string, { submission: number; digest: string }>;
  /** Count of refusals by step. A refused step needs a new key, because the old key would return the same refusal. */
  refusals: Record<string, number>;
  finishedAt: string | null;
}

function pathIn(home: string): string {
  return join(home, 'demo.json');
}

export function findDemoState(home: string): DemoState | null {
  const path = pathIn(home);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DemoState;
  } catch (error) {
    throw new RefusedError(`${path} cannot be read: ${getErrorMessage(error)}. Remove it to load the case again.`);
  }
}

export function createDemoState({ runId, nowMs }: { runId: string; nowMs: number }): DemoState {
  return { runId, nowMs, done: [], notices: {}, approving: {}, refusals: {}, finishedAt: null };
}

/** Writes a temporary file and renames it, so that a crash leaves either the old state or the new one. */
export function saveDemoState(home: string, state: DemoState): void {
  const path = pathIn(home);
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, path);
}
