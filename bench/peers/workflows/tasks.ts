import { sleep } from '@temporalio/workflow';

/** As many workflow tasks as asked for, each of one activation that does nothing: the first, then one for each timer. */
export async function tasksWorkflow({ tasks }: { tasks: number }): Promise<void> {
  for (let done = 1; done < tasks; done += 1) await sleep(1);
}
