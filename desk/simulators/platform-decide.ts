import { randomUUID } from 'node:crypto';
import type { Operation, SimulatorOperationResult, SimulatorOperationStatus } from './platform-messages.js';
import { noOperation, OBJECTIONS, onOtherItem } from '../../domain/targets/operation-objections.js';

/** One effect on a target: withheld in a country, removed everywhere (`*`), labelled or preserved. */
export interface SimulatorEffect {
  id: string;
  kind: 'withhold' | 'remove' | 'label' | 'preserve';
  country: string;
}

export interface Known {
  results: ReadonlyMap<string, SimulatorOperationResult>;
  done: ReadonlyMap<string, Operation>;
  missing: ReadonlySet<string>;
}

export interface SimulatorDecision {
  results: SimulatorOperationResult[];
  stored: { operation: Operation; result: SimulatorOperationResult }[];
  set: SimulatorEffect[];
  cleared: SimulatorEffect[];
}

/** Decides a batch in order; later operations see the effects of earlier ones. */
export function decideOperations(operations: readonly Operation[], known: Known, at: string): SimulatorDecision {
  const results = new Map(known.results);
  const done = new Map(known.done);
  const stored: SimulatorDecision['stored'] = [];
  const changes = new Map<string, { effect: SimulatorEffect; on: boolean }>();
  const answers = operations.map((operation) => {
    const first = results.get(operation.key);
    if (first) return first.status === 'applied' ? { ...first, status: 'already' as const } : first;
    const result = judge(operation, { done, missing: known.missing, at });
    results.set(operation.key, result);
    stored.push({ operation, result });
    if (result.status === 'applied') {
      done.set(operation.key, operation);
      for (const change of listChanges(operation, done)) changes.set(effectKey(change.effect), change);
    }
    return result;
  });
  const all = [...changes.values()];
  return {
    results: answers,
    stored,
    set: all.filter((change) => change.on).map((change) => change.effect),
    cleared: all.filter((change) => !change.on).map((change) => change.effect),
  };
}

interface Judging {
  done: ReadonlyMap<string, Operation>;
  missing: ReadonlySet<string>;
  at: string;
}

function judge(operation: Operation, { done, missing, at }: Judging): SimulatorOperationResult {
  const answer = (status: SimulatorOperationStatus, message: string | null = null): SimulatorOperationResult => ({
    key: operation.key,
    status,
    at,
    receipt: status === 'applied' ? `rcpt_${randomUUID()}` : null,
    message,
  });
  if (missing.has(operation.id)) return answer('not_found', 'There is no such item.');
  const objection = operation.action === 'restore' ? objectToRestore(operation, done) : objectToAct(operation);
  return objection ? answer('refused', objection) : answer('applied');
}

function objectToAct({ action, countries, undoes }: Operation): string | undefined {
  if (undoes) return OBJECTIONS.undoesUnasked;
  if (action === 'withhold' && countries.length === 0) return OBJECTIONS.noCountries;
  if (action === 'remove' && countries.length > 0) return 'A removal applies everywhere and must not name countries.';
  return undefined;
}

function objectToRestore(
  { id, countries, undoes }: Operation,
  done: ReadonlyMap<string, Operation>,
): string | undefined {
  if (!undoes) return OBJECTIONS.undoesNothing;
  const undone = done.get(undoes);
  if (!undone || undone.action === 'restore') return noOperation(undoes);
  if (undone.id !== id) return onOtherItem(undoes);
  const foreign = countries.filter((country) => !undone.countries.includes(country));
  if (foreign.length > 0) return `Operation ${undoes} did not name ${foreign.join(', ')}.`;
  if (undone.action === 'withhold' && countries.length === 0)
    return 'Restoring a withholding must name the countries to lift.';
  return undefined;
}

/** The fake does not count withholdings: lifting a country lifts it, whichever operation withheld it. */
function listChanges(
  operation: Operation,
  done: ReadonlyMap<string, Operation>,
): { effect: SimulatorEffect; on: boolean }[] {
  const undone = operation.action === 'restore' ? done.get(operation.undoes ?? '') : undefined;
  const kind = undone ? undone.action : operation.action;
  if (kind === 'restore') return [];
  const places = operation.countries.length > 0 ? operation.countries : (undone?.countries ?? []);
  const countries = places.length > 0 ? places : ['*'];
  return countries.map((country) => ({ effect: { id: operation.id, kind, country }, on: !undone }));
}

const effectKey = ({ id, kind, country }: SimulatorEffect): string => JSON.stringify([id, kind, country]);
