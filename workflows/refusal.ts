import { ApplicationFailure } from '@temporalio/workflow';
import type { Decided } from '../domain/commands/rejection.js';

/**
 * Returns the decided value, or throws the rejection as the only failure a handler may throw, with the rejection's code
 * as its `type`. Includes the version it was decided on: a workflow that replays a lost task is behind the registry.
 */
export function valueOrRefuse<T>(decided: Decided<T>, version: number): T {
  if (decided.ok) return decided.value;
  const { code, cure } = decided.rejection;
  const details = [decided.rejection, { version }];
  throw ApplicationFailure.create({ message: cure, type: code, nonRetryable: true, details });
}
