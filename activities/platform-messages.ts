import { z } from 'zod';
import type { PlatformAction } from '../domain/target/platform-action.js';

/** A target as the platform knows it now. */
export const resolvedTarget = z.object({
  id: z.string().min(1).max(300).nullable(),
  exists: z.boolean(),
  owner: z.string().max(1000).nullish(),
  protectedClass: z.string().max(100).nullish(),
  /** BCP 47, of the item's owner: users are told in it where there are texts. */
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
/** One malformed result must not take the others with it: it counts as missing. */
export const operationsAnswer = z.object({ results: z.array(z.unknown()) });

/** What is in force on one item. */
export const platformState = z.object({
  id: z.string().min(1).max(300),
  countries: z.array(z.string().max(10)).max(1000),
  everywhere: z.boolean(),
});
export type PlatformState = z.infer<typeof platformState>;
/** One malformed state must not take the others with it: it counts as missing. */
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

/** What the platform said for good. */
export type FinalResult = OperationResult & { status: 'applied' | 'already' | 'not_found' | 'refused' };

/** `error` is no answer: nobody knows whether it was done. */
export function isFinal(result: OperationResult): result is FinalResult {
  return result.status !== 'error';
}
