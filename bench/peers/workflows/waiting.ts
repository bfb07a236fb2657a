import { condition } from '@temporalio/workflow';

/** One condition and one timer, without any state of its own: what the sandbox itself keeps in memory. */
export async function waitingWorkflow(): Promise<void> {
  await condition(() => false, '30 days');
}
