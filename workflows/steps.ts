import { ActivityFailure, CancellationScope, isCancellation, sleep, uuid4, workflowInfo } from '@temporalio/workflow';
import { readResult, toArgument, type StepOutcome, type StepTicket } from '../domain/notice/step-answer.js';

/** Pause before a step is asked for again: somebody who answers it each time is not to fill the history. */
const PAUSES_MS = [1_000, 10_000, 60_000];

/** How a step is asked for: with the ticket as its last argument. */
export type AskStep = (ticket: ReturnType<typeof toArgument>) => Promise<unknown>;

interface Step {
  /** The operation key of the effect, or what is recorded. */
  step: string;
  /** After this long a step that failed is given up; null: never. */
  boundMs: number | null;
  /** Told of an answer that was not the desk's. */
  report: (why: 'result' | 'failure') => Promise<void>;
}

/**
 * Asks for a step until an answer comes that was sealed for this very request. A failure that Temporal reports is sealed by
 * nobody: it ends the step only where the time for it is over by the workflow's own clock; null then.
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
    // Only this workflow calls its steps off.
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
    return 'failure';
  }
}
