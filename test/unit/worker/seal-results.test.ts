import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInterceptors } from '@temporalio/worker';
import { readResult, toArgument } from '../../../domain/notices/step-answer.js';
import { sealResults } from '../../../worker/seal-results.js';

const TICKET = { step: 'n:1:enforce', run: 'run-1', attempt: 1, nonce: 'nonce' };

/** Runs an activity through the interceptor, as one of this run. */
async function answer(run: string, args: unknown[], work: (...args: unknown[]) => Promise<unknown>): Promise<unknown> {
  const context = { info: { workflowExecution: { workflowId: 'notice-n', runId: run } } };
  const { inbound }: ActivityInterceptors = sealResults(context as unknown as Parameters<typeof sealResults>[0]);
  if (inbound?.execute === undefined) throw new Error('nothing seals results');
  const input: ActivityExecuteInput = { args, headers: {} };
  return inbound.execute(input, async (passed) => work(...passed.args));
}

describe('sealResults', () => {
  test('includes the ticket in the result and hides it from the activity', async () => {
    const seen: unknown[] = [];
    const result = await answer('run-1', [{ noticeId: 'n' }, toArgument(TICKET)], async (...args) => {
      seen.push(...args);
      return { ok: true };
    });
    expect(seen).toEqual([{ noticeId: 'n' }]);
    expect(result).toEqual({ ...TICKET, direction: 'result', outcome: { ok: true } });
    expect(readResult(result, TICKET)).toEqual({ outcome: { ok: true } });
  });

  test('returns a final failure as a result, and lets other failures be retried', async () => {
    const final = () => Promise.reject(ApplicationFailure.nonRetryable('No such address.', 'LetterRefused'));
    expect(readResult(await answer('run-1', [toArgument(TICKET)], final), TICKET)).toEqual({
      failure: { type: 'LetterRefused', message: 'No such address.' },
    });
    const passing = () => Promise.reject(ApplicationFailure.retryable('Away.', 'Away'));
    await expect(answer('run-1', [toArgument(TICKET)], passing)).rejects.toThrow('Away.');
  });

  test('rejects the input of another run without running the activity', async () => {
    const never = () => Promise.reject(new Error('was carried out'));
    await expect(answer('run-2', [toArgument(TICKET)], never)).rejects.toMatchObject({ type: 'Forged' });
  });

  test('refuses a step without a ticket', async () => {
    const never = () => Promise.reject(new Error('was carried out'));
    await expect(answer('run-1', [{ noticeId: 'n' }], never)).rejects.toMatchObject({ type: 'Forged' });
  });
});
