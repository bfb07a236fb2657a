/**
 * What a workflow puts into the sealed input of a step, and what a sealed result has to name again. Temporal can be made to
 * hand over any sealed payload of the same notice as the result of any step: only one that names this ticket is its answer.
 */
export interface StepTicket {
  /** The operation key of the effect, or what is recorded. */
  step: string;
  /** Run id of the workflow. */
  run: string;
  /** Counts how often the workflow has asked for this step; Temporal's own retries share it. */
  attempt: number;
  nonce: string;
}

/** A step's answer as it is sealed. A final failure is a result too: what Temporal reports as a failure is sealed by nobody. */
export type SealedResult = StepTicket & { direction: 'result' } & StepOutcome;

export type StepOutcome = { outcome: unknown } | { failure: StepFailure };

export interface StepFailure {
  type: string;
  message: string;
}

/** What a worker reads of a step's last argument; null where a step was asked for without a ticket. */
export function readTicket(argument: unknown): StepTicket | null {
  if (!isObject(argument) || argument['direction'] !== 'input') return null;
  const { step, run, attempt, nonce } = argument;
  if (typeof step !== 'string' || typeof run !== 'string' || typeof nonce !== 'string') return null;
  return typeof attempt === 'number' ? { step, run, attempt, nonce } : null;
}

/** The ticket as a step's last argument. */
export function toArgument(ticket: StepTicket): StepTicket & { direction: 'input' } {
  return { ...ticket, direction: 'input' };
}

/** What a step came to, if this is the answer to its ticket; null for everything else. */
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
