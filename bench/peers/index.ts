export { emptyWorkflow } from './empty.js';
export { updatableWorkflow } from './updatable.js';
export { waitingWorkflow } from './waiting.js';
