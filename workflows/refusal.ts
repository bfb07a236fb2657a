import { ApplicationFailure } from '@temporalio/workflow';
import type { Decided } from '../domain/command/rejection.js';

/**
 * The decided value, or the rejection as the only failure a handler may throw; its `type` is the rejection's code. The
 * version that it was judged by goes with it: a workflow that does a lost task anew is behind what the registry shows.
 */
export function valueOrRefuse<T>(decided: Decided<T>, version: number): T {
  if (decided.ok) return decided.value;
  const { code, cure } = decided.rejection;
  const details = [decided.rejection, { version }];
  throw ApplicationFailure.create({ message: cure, type: code, nonRetryable: true, details });
}
