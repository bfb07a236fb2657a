import { z } from 'zod';
import { TARGET_TYPES } from '../../domain/targets/target.js';

/** Max operations in one request (contract of the platform port). */
export const MAX_OPERATIONS = 1000;

const targetRef = z.object({ type: z.enum(TARGET_TYPES), locator: z.string() });
const id = z.string().min(1).max(300);

export const resolveRequest = z.object({ targets: z.array(targetRef).max(100_000) });

export const operation = z.object({
  key: z.string().min(1).max(500),
  action: z.enum(['withhold', 'remove', 'label', 'preserve', 'restore']),
  type: z.enum(TARGET_TYPES),
  id,
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
  undoes: z.string().min(1).max(500).nullish(),
  reason: z.string().nullish(),
  notice: z.string().nullish(),
});
export type Operation = z.infer<typeof operation>;
export const operationsRequest = z.object({ operations: z.array(operation).max(MAX_OPERATIONS) });

export const userMessage = z.object({
  key: z.string().min(1).max(500),
  type: z.enum(TARGET_TYPES),
  id,
  language: z.string().max(35),
  subject: z.string().max(1000),
  text: z.string().max(100_000),
  appealUrl: z.string().max(2000),
});
export type UserMessage = z.infer<typeof userMessage>;
export const messagesRequest = z.object({ messages: z.array(userMessage).max(MAX_OPERATIONS) });

export const queryRequest = z.object({ keys: z.array(z.string().max(500)).max(MAX_OPERATIONS) });

export type SimulatorOperationStatus = 'applied' | 'already' | 'not_found' | 'refused' | 'error';
export interface SimulatorOperationResult {
  key: string;
  status: SimulatorOperationStatus;
  at: string;
  receipt: string | null;
  message: string | null;
}

export const contentRequest = z.object({
  items: z.array(z.object({ type: z.enum(TARGET_TYPES), id })).max(MAX_OPERATIONS),
});

export const stateRequest = z.object({ ids: z.array(id).max(100_000) });

export const notifiedTarget = targetRef.extend({
  /** Id of another item: this locator becomes another name of it. */
  id: id.optional(),
  exists: z.boolean().optional(),
  owner: z.string().optional(),
  protectedClass: z.string().nullable().optional(),
  followers: z.int().min(0).optional(),
  language: z.string().max(35).optional(),
  /** Text of the item as viewers see it. */
  content: z.string().max(100_000).optional(),
});
export type NotifiedTarget = z.infer<typeof notifiedTarget>;
export const configuredTargetsRequest = z.object({ targets: z.array(notifiedTarget).max(100_000) });

const share = z.number().min(0).max(1).default(0);
/** Faults as shares of requests. Each call sets all of them; absent ones are off. */
export const platformFaults = z.strictObject({
  seed: z.int().default(1),
  /** The work is committed, then the connection is cut without a reply. */
  applyThenDrop: share,
  /** Answered 429 with Retry-After; nothing is done. */
  tooMany: share,
  /** Answered 503 with Retry-After; nothing is done. */
  unavailable: share,
  /** Some operations are not done; some results are missing or `error`. */
  partial: share,
  /** Max new operations done per request, without results for the others; 0 means no limit. */
  newPerRequest: z.int().min(0).max(MAX_OPERATIONS).default(0),
  /** Results that carry a key or id are returned in another order. */
  shuffle: share,
  delayMs: z.number().min(0).max(600_000).default(0),
  down: z.union([z.boolean().transform(Number), share]).default(0),
  /** The platform does not support messages to users and answers 404. */
  noMessages: z.boolean().default(false),
  /** The platform shows no content and answers 404. */
  noContent: z.boolean().default(false),
  /** A read of the state returns what the last read saw; an item not read before appears without restrictions. */
  stale: share,
});
export type PlatformFaults = z.infer<typeof platformFaults>;

/** Faults whose occurrences are counted. */
export const FAULT_KINDS = [
  'applyThenDrop',
  'tooMany',
  'unavailable',
  'partial',
  'newPerRequest',
  'shuffle',
  'delayMs',
  'down',
  'stale',
] as const satisfies readonly (keyof PlatformFaults)[];
export type FaultKind = (typeof FAULT_KINDS)[number];
