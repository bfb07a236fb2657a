export const NOTICE_QUEUE = 'notices';
/** Only platform work, so that a long order never delays a mail or page. Repeated in `workflows/effects.ts`. */
export const ENFORCEMENT_QUEUE = 'enforcement';
