import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { readTicket, type StepOutcome, type SealedResult } from '../domain/notices/step-answer.js';

/**
 * Returns an activity's result with the ticket of its request, and a final failure as a result too: Temporal can be
 * made to report a failure that the desk never sent, but not to forge a result that the workflow accepts.
 */
export const sealResults: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    async execute(input, next): Promise<unknown> {
      const ticket = readTicket(input.args.at(-1));
      // Without a ticket, or with that of another run, the step was scheduled by somebody else.
      if (ticket === null || ticket.run !== info.workflowExecution?.runId)
        throw ApplicationFailure.nonRetryable('This step was not asked for by this run.', 'Forged');
      const outcome = await settle(() => next({ ...input, args: input.args.slice(0, -1) }));
      return { ...ticket, direction: 'result', ...outcome } satisfies SealedResult;
    },
  },
});

async function settle(work: () => Promise<unknown>): Promise<StepOutcome> {
  try {
    return { outcome: await work() };
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
    return { failure: { type: error.type ?? 'Failed', message: error.message } };
  }
}
