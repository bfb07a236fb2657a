export type { NoticeFacts } from './facts.js';
export { standardLadder } from './ladder.js';
export { moveClock, recomputeClock } from './move.js';
export type { MoveEvent } from './move.js';
export { openClocks } from './open.js';
export type { OpenClocksInput, OpenedClocks } from './open.js';
export type { OrderedDeadline } from './plan.js';
export { authorityReplyClock } from './reply.js';
export { ratificationClock } from './ratification.js';
