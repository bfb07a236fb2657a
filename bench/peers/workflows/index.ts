export { emptyWorkflow } from './empty.js';
export { sleepingWorkflow } from './sleeping.js';
export { tasksWorkflow } from './tasks.js';
export { updatableWorkflow } from './updatable.js';
export { waitingWorkflow } from './waiting.js';
