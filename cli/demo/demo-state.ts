import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { messageOf } from '../../domain/error-parts.js';
import { join } from 'node:path';
import type { DemoNotice } from './step.js';
import { RefusedError } from '../exit.js';

/** How far the demo case has been played on this home. Kept so that a run that broke off goes on where it was. */
export interface DemoState {
  /** Start of every Idempotency-Key of this run. */
  runId: string;
  /** The instant that the case is shifted to; must not change, or repeated calls would differ. */
  nowMs: number;
  done: string[];
  notices: Partial<Record<DemoNotice, { id: string; number: string }>>;
  /** What an approval said yes to, fixed before it is sent. */
  approving: Record<string, { submission: number; digest: string }>;
  /** Refused steps get a new key: their old one would bring the refusal back. */
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
    throw new RefusedError(`${path} cannot be read: ${messageOf(error)}. Remove it to load the case again.`);
  }
}

export function createDemoState({ runId, nowMs }: { runId: string; nowMs: number }): DemoState {
  return { runId, nowMs, done: [], notices: {}, approving: {}, refusals: {}, finishedAt: null };
}

/** Written beside and renamed: a crash leaves the old state or the new one. */
export function saveDemoState(home: string, state: DemoState): void {
  const path = pathIn(home);
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, path);
}
