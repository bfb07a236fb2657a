import { ApplicationFailure } from '@temporalio/workflow';
import type { Decided } from '../domain/rejection.js';

/** The decided value, or the rejection as the only failure a handler may throw; its `type` is the rejection's code. */
export function valueOrRefuse<T>(decided: Decided<T>): T {
  if (decided.ok) return decided.value;
  const { code, cure } = decided.rejection;
  throw ApplicationFailure.create({ message: cure, type: code, nonRetryable: true, details: [decided.rejection] });
}
