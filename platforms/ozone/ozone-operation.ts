import { PlatformObjects, PlatformUnavailable } from '../connection.js';
import type { FinalResult, PlatformOperation } from '../messages.js';
import {
  GLOBAL_OZONE,
  planOzoneEvents,
  whyOutOfReach,
  type OzoneReach,
  type OzoneStep,
  noOzone,
} from './ozone-plan.js';
import type { OzoneEvent } from './ozone-events.js';
import type { Emitting, OzoneService } from './ozone-service.js';
import { toOzoneSubject, getSubjectUri, type OzoneSubject } from './ozone-subject.js';
import { noOperation, notOurs, OBJECTIONS, onOtherItem } from '../../domain/targets/operation-objections.js';

export interface Carrying {
  services: ReadonlyMap<string, OzoneService>;
  reach: OzoneReach;
}

interface Work {
  operation: PlatformOperation;
  subject: OzoneSubject;
  steps: OzoneStep[];
  undoing: boolean;
}

type Understood = { ok: true; work: Work } | { ok: false; message: string };

class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Runs one operation: one event per Ozone concerned, once per key. Ozone neither forgets a key nor rejects a repeated
 * one, so it is queried first, unless nothing was ever sent under the key, and after every lost answer.
 */
export async function carryOutOnOzone(
  carrying: Carrying,
  operation: PlatformOperation,
  { isFirst }: { isFirst: boolean },
): Promise<FinalResult> {
  const understood = await understand(carrying, operation);
  if (!understood.ok) return refused(operation, understood.message);
  const { work } = understood;
  try {
    const before = isFirst ? [] : await Promise.all(work.steps.map(({ ozone }) => eventOn(carrying, ozone, operation)));
    const done = await Promise.all(work.steps.map(async (step, at) => before[at] ?? take(carrying, work, step)));
    const wasDone = before.length > 0 && before.every((event) => event !== undefined);
    const result = summed(operation.key, done);
    return wasDone ? { ...result, status: 'already' } : result;
  } catch (error) {
    if (error instanceof Refused) return refused(operation, error.message);
    throw error;
  }
}

/** Result of an operation, from our events with its key on all Ozones; null if not done everywhere yet. */
export function findFinalResult(events: readonly OzoneEvent[]): FinalResult | null {
  const [first] = events;
  if (first === undefined) return null;
  const { batchId, ozones } = first.meta;
  const done = ozones.flatMap((name) => events.find(({ ozone }) => ozone === name) ?? []);
  return done.length < ozones.length ? null : summed(batchId, done);
}

function summed(key: string, events: readonly OzoneEvent[]): FinalResult {
  const at =
    events
      .map((event) => event.at)
      .sort()
      .at(-1) ?? null;
  const receipt = events.map(({ ozone, id }) => `ozone ${ozone} event ${id}`).join(', ');
  const status = events.every(({ kind }) => kind === 'comment') ? 'already' : 'applied';
  return { key, status, at, receipt, message: null };
}

function refused({ key }: PlatformOperation, message: string): FinalResult {
  return { key, status: 'refused', at: new Date().toISOString(), receipt: null, message };
}

async function understand(carrying: Carrying, operation: PlatformOperation): Promise<Understood> {
  const subject = toOzoneSubject(operation.id);
  const why = whyOutOfReach(operation);
  if (why !== null || subject === null) return { ok: false, message: why ?? 'Ozone does not know such an item.' };
  const { action, countries, undoes } = operation;
  if (action === 'restore') return understandRestore(carrying, operation, subject);
  if (undoes !== undefined) return { ok: false, message: OBJECTIONS.undoesUnasked };
  const plan = planOzoneEvents({ action, countries }, carrying.reach);
  return plan.ok ? { ok: true, work: { operation, subject, steps: plan.steps, undoing: false } } : plan;
}

async function understandRestore(
  carrying: Carrying,
  operation: PlatformOperation,
  subject: OzoneSubject,
): Promise<Understood> {
  const { undoes, countries } = operation;
  if (undoes === undefined) return { ok: false, message: OBJECTIONS.undoesNothing };
  const undone = await findUndone(carrying, undoes, countries);
  if (undone === undefined) return { ok: false, message: noOperation(undoes) };
  if (undone.uri !== getSubjectUri(subject)) return { ok: false, message: onOtherItem(undoes) };
  const { action } = undone.meta;
  if (action === 'restore') return { ok: false, message: `Operation ${undoes} was a restore.` };
  const foreign = countries.filter((country) => !undone.meta.countries.includes(country));
  if (foreign.length > 0) return { ok: false, message: `Operation ${undoes} did not name ${foreign.join(', ')}.` };
  const plan = planOzoneEvents({ action, countries }, carrying.reach);
  return plan.ok ? { ok: true, work: { operation, subject, steps: plan.steps, undoing: true } } : plan;
}

async function findUndone(
  { services, reach }: Carrying,
  key: string,
  countries: readonly string[],
): Promise<OzoneEvent | undefined> {
  const names = new Set(countries.map((country) => (reach.countries.includes(country) ? country : GLOBAL_OZONE)));
  if (names.size === 0) names.add(GLOBAL_OZONE);
  const found = await Promise.all([...names].map(async (name) => services.get(name)?.findByKey(key)));
  return found.find((event) => event !== undefined);
}

async function eventOn({ services }: Carrying, ozone: string, { key }: PlatformOperation) {
  return getService(services, ozone).findByKey(key);
}

function getService(services: ReadonlyMap<string, OzoneService>, name: string): OzoneService {
  const service = services.get(name);
  if (service === undefined) throw new Refused(noOzone(name));
  return service;
}

async function take({ services }: Carrying, work: Work, step: OzoneStep): Promise<OzoneEvent> {
  const service = getService(services, step.ozone);
  try {
    return await emit(service, work, step);
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    const doubtful = error.carriedOut === 'unknown' || isObjection(error);
    const found = doubtful ? await service.findByKey(work.operation.key) : undefined;
    if (found !== undefined) return found;
    if (isObjection(error)) return objected(service, work, { step, error });
    throw error;
  }
}

function isObjection(error: PlatformUnavailable): error is PlatformObjects {
  return error instanceof PlatformObjects && error.status === 400;
}

async function emit(service: OzoneService, work: Work, { labels }: OzoneStep): Promise<OzoneEvent> {
  const { undoing } = work;
  if (labels !== null)
    return service.emit({
      ...whatever(work),
      kind: 'label',
      labels: undoing ? { create: [], negate: labels } : { create: labels, negate: [] },
    });
  if (!undoing) return service.emit({ ...whatever(work), kind: 'takedown' });
  const last = await service.lastTakedown(work.subject);
  if (last?.inForce !== true) return note(service, work);
  if (!last.ours) throw new Refused(notOurs(`It is taken down on Ozone by ${last.by}`));
  return service.emit({ ...whatever(work), kind: 'reverse' });
}

/**
 * Ozone rejects a second takedown or a second reversal: that state is already in force, which we record under our key.
 */
async function objected(
  service: OzoneService,
  work: Work,
  { step, error }: { step: OzoneStep; error: PlatformObjects },
): Promise<OzoneEvent> {
  const isSo = step.labels === null && (await service.lastTakedown(work.subject))?.inForce === !work.undoing;
  if (isSo) return note(service, work);
  throw new Refused(`Ozone said: ${error.answer.slice(0, 300)}`);
}

function note(service: OzoneService, work: Work): Promise<OzoneEvent> {
  return service.emit({ ...whatever(work), kind: 'comment' });
}

/** Ozone's log has many readers, so events omit the notice number, which may be secret. */
function whatever({ operation, subject, steps }: Work): Omit<Emitting, 'kind' | 'labels'> {
  const { key, action, countries, reason, undoes } = operation;
  return {
    subject,
    comment: `Notice Desk: ${action} (${reason})`,
    meta: {
      batchId: key,
      action,
      countries,
      ozones: steps.map(({ ozone }) => ozone),
      ...(undoes === undefined ? {} : { undoes }),
    },
  };
}
