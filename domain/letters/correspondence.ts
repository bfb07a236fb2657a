/** Messages between the desk and an authority on a notice. `dialogue`: the outcome of a meeting, as we recorded it. */
export const CORRESPONDENCE_KINDS = ['letter', 'reply', 'automatic_reply', 'dialogue'] as const;
export type CorrespondenceKind = (typeof CORRESPONDENCE_KINDS)[number];
