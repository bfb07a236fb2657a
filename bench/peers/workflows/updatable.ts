import { condition, defineUpdate, setHandler } from '@temporalio/workflow';

const touchUpdate = defineUpdate<{ version: number }>('touch');

/** Waits behind one timer and answers Updates with a number: Temporal's own cost of a decision. */
export async function updatableWorkflow(): Promise<void> {
  let version = 1;
  setHandler(touchUpdate, () => {
    version += 1;
    return { version };
  });
  await condition(() => false, '30 days');
}
