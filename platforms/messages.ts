import { z } from 'zod';
import type { PlatformAction } from '../domain/targets/platform-action.js';

export const resolvedTarget = z.object({
  id: z.string().min(1).max(300).nullable(),
  exists: z.boolean(),
  owner: z.string().max(1000).nullish(),
  protectedClass: z.string().max(100).nullish(),
  /** BCP 47, of the item's owner; users are notified in this language if it has texts. */
  language: z.string().max(35).nullish(),
});
export type ResolvedTarget = z.infer<typeof resolvedTarget>;
export const resolveAnswer = z.object({ results: z.array(resolvedTarget) });

export const operationResult = z.object({
  key: z.string(),
  status: z.enum(['applied', 'already', 'not_found', 'refused', 'error']),
  at: z.iso.datetime({ offset: true }).nullish(),
  receipt: z.string().max(2000).nullish(),
  message: z.string().nullish(),
});
export type OperationResult = z.infer<typeof operationResult>;
/** Not validated here: one malformed result counts as missing and must not invalidate the others. */
export const operationsAnswer = z.object({ results: z.array(z.unknown()) });

export const platformState = z.object({
  id: z.string().min(1).max(300),
  countries: z.array(z.string().max(10)).max(1000),
  everywhere: z.boolean(),
});
export type PlatformState = z.infer<typeof platformState>;
/** Not validated here: one malformed state counts as missing and must not invalidate the others. */
export const stateAnswer = z.object({ results: z.array(z.unknown()) });

export interface TargetRef {
  type: string;
  locator: string;
}

export interface PlatformOperation {
  key: string;
  action: PlatformAction;
  type: string;
  id: string;
  countries: string[];
  undoes?: string;
  reason: string;
  notice: string;
}

/** A result that will not change. */
export type FinalResult = OperationResult & { status: 'applied' | 'already' | 'not_found' | 'refused' };

/** Status `error` is not final: whether the operation was done is unknown. */
export function isFinal(result: OperationResult): result is FinalResult {
  return result.status !== 'error';
}
