/** How far a fact of law can be trusted; shown wherever the fact is. */
export const CONFIDENCES = ['primary', 'secondary', 'from_memory', 'policy'] as const;
export type Confidence = (typeof CONFIDENCES)[number];
