/** Under which name the process that mail comes in by says that it lives, among the queues of the workers. */
export const MAIL_IN = 'mail-in';
