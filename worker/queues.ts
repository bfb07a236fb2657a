/** Notices: workflows, records, letters, mail and pages. */
export const NOTICE_QUEUE = 'notices';
/** The platform alone, so that a long order never keeps a mail or a page waiting. Named again in `workflows/effects.ts`. */
export const ENFORCEMENT_QUEUE = 'enforcement';
