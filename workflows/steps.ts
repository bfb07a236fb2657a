import { ActivityFailure, CancellationScope, isCancellation, sleep, uuid4, workflowInfo } from '@temporalio/workflow';
import { readResult, toArgument, type StepOutcome, type StepTicket } from '../domain/notices/step-answer.js';

/** Pauses before a step is requested again, so that repeated false answers cannot fill the history. */
const PAUSES_MS = [1_000, 10_000, 60_000];

export type AskStep = (ticket: ReturnType<typeof toArgument>) => Promise<unknown>;

interface Step {
  step: string;
  /** A step that still fails after this time is given up; null: never. */
  boundMs: number | null;
  /** Called for each answer that the desk did not seal. */
  report: (why: 'result' | 'failure') => Promise<void>;
}

/**
 * Requests a step until an answer arrives that was sealed for this request. A failure reported by Temporal itself
 * carries no seal: it ends the step only if its time is over by the workflow's own clock, and the result is null.
 */
export async function askStep({ step, boundMs, report }: Step, ask: AskStep): Promise<StepOutcome | null> {
  const startedMs = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    const ticket: StepTicket = { step, run: workflowInfo().runId, attempt, nonce: uuid4() };
    const answer = await askOnce(ticket, ask);
    if (typeof answer === 'object') return answer;
    if (answer === 'failure' && boundMs !== null && Date.now() - startedMs >= boundMs) return null;
    await report(answer);
    await sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1] ?? 0);
  }
}

async function askOnce(ticket: StepTicket, ask: AskStep): Promise<StepOutcome | 'result' | 'failure'> {
  try {
    return readResult(await ask(toArgument(ticket)), ticket) ?? 'result';
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    // Only this workflow cancels its steps.
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
    return 'failure';
  }
}
