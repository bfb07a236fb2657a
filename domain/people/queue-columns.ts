/** Columns of the queue that a person may hide. */
export const QUEUE_COLUMNS = ['targets', 'stage', 'assignee'] as const;
export type QueueColumn = (typeof QUEUE_COLUMNS)[number];
