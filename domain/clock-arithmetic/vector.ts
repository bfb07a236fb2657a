import { computeDue } from './compute.js';
import { sayInstant } from './instant-text.js';

/**
 * One line of a file of test vectors: what `notice-desk clock compute` takes, with what has to come out. `dueAt` is null while
 * it is paused; `refused` in its place: the input has to be refused, in whatever words.
 */
export interface Vector extends Record<string, unknown> {
  id: string;
  dueAt?: string | null;
  state?: 'running' | 'paused';
  refused?: true;
}

/** Whether a JSON value is such a line, and not a clock or a receipt. */
export function isVector(value: unknown): value is Vector {
  if (typeof value !== 'object' || value === null) return false;
  return 'start' in value && 'rule' in value && 'id' in value && typeof value.id === 'string' && !('receipt' in value);
}

/** What a vector and the arithmetic differ in; empty: they agree. */
export function verifyVector(vector: Vector): string[] {
  const { id, refused, dueAt, state } = vector;
  const answer = computeDue(vector);
  if (!answer.ok) return refused === true ? [] : [`${id}: cannot be computed: ${answer.error}`];
  const due = sayInstant(answer.dueAtMs);
  if (refused === true) return [`${id}: stated to be refused, computed ${JSON.stringify(due)}`];
  return [
    ...(due === dueAt ? [] : [`${id}: dueAt: stated ${JSON.stringify(dueAt)}, computed ${JSON.stringify(due)}`]),
    ...(state === answer.state ? [] : [`${id}: state: stated ${JSON.stringify(state)}, computed ${answer.state}`]),
  ];
}
