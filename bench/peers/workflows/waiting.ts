import { condition } from '@temporalio/workflow';

/** One condition and one timer, without state of its own: the memory that the workflow sandbox itself needs. */
export async function waitingWorkflow(): Promise<void> {
  await condition(() => false, '30 days');
}
