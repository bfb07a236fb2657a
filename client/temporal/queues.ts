/** The task queues by name, as the workers serve them (`worker/queues.ts`). */
export const NOTICE_QUEUE = 'notices';
export const ENFORCEMENT_QUEUE = 'enforcement';
