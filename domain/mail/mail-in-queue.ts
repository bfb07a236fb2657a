/** Name under which the inbound mail process sends heartbeats, among the workers' task queues. */
export const MAIL_IN = 'mail-in';
