import { sleep } from '@temporalio/workflow';

/** Runs the given number of workflow tasks, each of one activation that does nothing: the first, then one per timer. */
export async function tasksWorkflow({ tasks }: { tasks: number }): Promise<void> {
  for (let done = 1; done < tasks; done += 1) await sleep(1);
}
