import { randomUUID } from 'node:crypto';
import type { PlatformClient } from '../client.js';
import type { FinalResult, PlatformOperation, PlatformState, TargetRef } from '../messages.js';

export interface TrialItem extends TargetRef {
  id: string;
}

export interface World {
  platform: PlatformClient;
  items: readonly [TrialItem, TrialItem, ...TrialItem[]];
  countries: readonly [string, string];
}

export class BrokenRule extends Error {
  override readonly name = 'Broken';
}

/** The platform refuses this kind of operation by name, as the port allows. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';

  constructor(message: string | null | undefined) {
    super(message ?? 'refused without a message');
  }
}

export function holds(isSo: boolean, found: string): void {
  if (!isSo) throw new BrokenRule(found);
}

type Requested = Pick<PlatformOperation, 'action'> & Partial<PlatformOperation>;

export function anOperation({ id, type }: TrialItem, given: Requested): PlatformOperation {
  return {
    key: `conformance:${randomUUID()}`,
    type,
    id,
    countries: [],
    reason: 'conformance',
    notice: 'N-0000-000000',
    ...given,
  };
}

const TRIES = 5;

export async function sendOperations(
  { platform }: World,
  operations: readonly PlatformOperation[],
): Promise<Map<string, FinalResult>> {
  const known = new Map<string, FinalResult>();
  for (let round = 0; round < TRIES; round += 1) {
    const open = operations.filter(({ key }) => !known.has(key));
    if (open.length === 0) return known;
    for (const [key, result] of await platform.operate(open)) known.set(key, result);
  }
  const missing = operations.find(({ key }) => !known.has(key));
  if (missing !== undefined) throw new BrokenRule(`No final answer to ${missing.action} after ${TRIES} tries.`);
  return known;
}

export async function sendOne(world: World, operation: PlatformOperation): Promise<FinalResult> {
  const result = (await sendOperations(world, [operation])).get(operation.key);
  if (result === undefined) throw new BrokenRule(`No answer to ${operation.action}.`);
  return result;
}

/** Runs an operation that a check depends on; throws `NotOffered` if the platform refuses it. */
export async function mustDo(world: World, operation: PlatformOperation): Promise<FinalResult> {
  const result = await sendOne(world, operation);
  if (result.status === 'refused') throw new NotOffered(result.message);
  holds(isDone(result), `${operation.action} was answered with ${result.status}.`);
  return result;
}

export function isDone({ status }: FinalResult): boolean {
  return status === 'applied' || status === 'already';
}

export function restoring(operation: PlatformOperation, countries = operation.countries): PlatformOperation {
  const { id, type, key } = operation;
  return anOperation({ id, type, locator: '' }, { action: 'restore', undoes: key, countries });
}

export async function fetchState({ platform }: World, { id }: { id: string }): Promise<PlatformState> {
  const state = (await platform.state([id])).get(id);
  if (state === undefined) throw new BrokenRule(`The state of ${id} was requested but not returned.`);
  return state;
}

export async function inForce(world: World, item: { id: string }, countries: readonly string[], everywhere = false) {
  const state = await fetchState(world, item);
  const isSo = [...state.countries].sort().join() === [...countries].sort().join() && state.everywhere === everywhere;
  holds(
    isSo,
    `Expected ${inWords(countries, everywhere)} in force, found ${inWords(state.countries, state.everywhere)}.`,
  );
}

function inWords(countries: readonly string[], everywhere: boolean): string {
  const parts = [
    ...(countries.length > 0 ? [countries.join(', ')] : []),
    ...(everywhere ? ['a removal everywhere'] : []),
  ];
  return parts.join(' and ') || 'nothing';
}
