export const OPINION_ANSWERS = ['support', 'oppose'] as const;
export type OpinionAnswer = (typeof OPINION_ANSWERS)[number];
