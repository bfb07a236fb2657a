/** `pending`: another person has yet to confirm it. `retired`: no longer served; its answers stay. */
export const GOLDEN_STATES = ['pending', 'confirmed', 'retired'] as const;
export type GoldenState = (typeof GOLDEN_STATES)[number];
