import { computeDue } from './compute.js';
import { describeInstant } from './instant-text.js';

/**
 * One test vector: an input of `notice-desk clock compute` with its expected result. `dueAt` is null while paused;
 * `refused` instead of it expects an error, whatever its text.
 */
export interface Vector extends Record<string, unknown> {
  id: string;
  dueAt?: string | null;
  state?: 'running' | 'paused';
  refused?: true;
}

export function isVector(value: unknown): value is Vector {
  if (typeof value !== 'object' || value === null) return false;
  return 'start' in value && 'rule' in value && 'id' in value && typeof value.id === 'string' && !('receipt' in value);
}

export function verifyVector(vector: Vector): string[] {
  const { id, refused, dueAt, state } = vector;
  const answer = computeDue(vector);
  if (!answer.ok) return refused === true ? [] : [`${id}: cannot be computed: ${answer.error}`];
  const due = describeInstant(answer.dueAtMs);
  if (refused === true) return [`${id}: stated to be refused, computed ${JSON.stringify(due)}`];
  return [
    ...(due === dueAt ? [] : [`${id}: dueAt: stated ${JSON.stringify(dueAt)}, computed ${JSON.stringify(due)}`]),
    ...(state === answer.state ? [] : [`${id}: state: stated ${JSON.stringify(state)}, computed ${answer.state}`]),
  ];
}
