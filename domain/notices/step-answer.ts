/**
 * Sealed into a step's input; a sealed result must repeat it. Temporal can be made to return any sealed payload of the
 * same notice as any step's result, so only a result with this ticket is accepted.
 */
export interface StepTicket {
  /** The operation key of the effect, or what is recorded. */
  step: string;
  run: string;
  /** Counts how often the workflow has requested this step; Temporal's own retries share it. */
  attempt: number;
  nonce: string;
}

/**
 * A step's sealed answer. A final failure is sealed as a result too, because a failure reported by Temporal itself
 * carries no seal.
 */
export type SealedResult = StepTicket & { direction: 'result' } & StepOutcome;

export type StepOutcome = { outcome: unknown } | { failure: StepFailure };

export interface StepFailure {
  type: string;
  message: string;
}

/** Parses a step's last argument; null if the step was requested without a ticket. */
export function readTicket(argument: unknown): StepTicket | null {
  if (!isObject(argument) || argument['direction'] !== 'input') return null;
  const { step, run, attempt, nonce } = argument;
  if (typeof step !== 'string' || typeof run !== 'string' || typeof nonce !== 'string') return null;
  return typeof attempt === 'number' ? { step, run, attempt, nonce } : null;
}

export function toArgument(ticket: StepTicket): StepTicket & { direction: 'input' } {
  return { ...ticket, direction: 'input' };
}

/** Returns a step's outcome if the result matches its ticket, otherwise null. */
export function readResult(result: unknown, ticket: StepTicket): StepOutcome | null {
  if (!isObject(result) || result['direction'] !== 'result') return null;
  const isNamed = (['step', 'run', 'attempt', 'nonce'] as const).every((name) => result[name] === ticket[name]);
  if (!isNamed) return null;
  if (isFailure(result['failure'])) return { failure: result['failure'] };
  return { outcome: result['outcome'] };
}

function isFailure(value: unknown): value is StepFailure {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['message'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
