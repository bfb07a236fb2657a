import { randomUUID } from 'node:crypto';
import type { PlatformClient } from '../activities/platform-client.js';
import type { FinalResult, PlatformOperation, PlatformState, TargetRef } from '../activities/platform-messages.js';

/** Something that the platform lets be acted on for the time of the run. */
export interface Item extends TargetRef {
  id: string;
}

/** What the checks act with. */
export interface World {
  platform: PlatformClient;
  /** At least two. */
  items: readonly [Item, Item, ...Item[]];
  /** Two countries. */
  countries: readonly [string, string];
}

/** A rule of the port that does not hold; the message says what was found. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** The platform refuses by name to do this at all, as the port allows. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

/** Says what was found where something is not as it ought to be. */
export function holds(isSo: boolean, found: string): void {
  if (!isSo) throw new Broken(found);
}

type Asked = Pick<PlatformOperation, 'action'> & Partial<PlatformOperation>;

export function anOperation({ id, type }: Item, asked: Asked): PlatformOperation {
  return {
    key: `conformance:${randomUUID()}`,
    type,
    id,
    countries: [],
    reason: 'conformance',
    notice: 'N-0000-000000',
    ...asked,
  };
}

/** How often an answer that did not come is asked for again under the same key, as the desk does. */
const TRIES = 5;

/** Sends operations until each has a final answer. */
export async function send(
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
  if (missing !== undefined) throw new Broken(`No final answer to ${missing.action} after ${TRIES} tries.`);
  return known;
}

export async function sendOne(world: World, operation: PlatformOperation): Promise<FinalResult> {
  const result = (await send(world, [operation])).get(operation.key);
  if (result === undefined) throw new Broken(`No answer to ${operation.action}.`);
  return result;
}

/** Does something that the check needs; what is refused makes the check one of something that is not offered. */
export async function mustDo(world: World, operation: PlatformOperation): Promise<FinalResult> {
  const result = await sendOne(world, operation);
  if (result.status === 'refused') throw new NotOffered(result.message ?? 'refused without a message');
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

export async function stateOf({ platform }: World, { id }: { id: string }): Promise<PlatformState> {
  const state = (await platform.state([id])).get(id);
  if (state === undefined) throw new Broken(`The state of ${id} was requested but not returned.`);
  return state;
}

/** Whether what is in force is this and no more. */
export async function inForce(world: World, item: { id: string }, countries: readonly string[], everywhere = false) {
  const state = await stateOf(world, item);
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
