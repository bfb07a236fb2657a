/** What the targets of a notice are grouped by, in the order on screen. */
export const FACETS = ['remark', 'type', 'protected', 'language', 'seen', 'decidedBefore', 'action'] as const;
export type Facet = (typeof FACETS)[number];
