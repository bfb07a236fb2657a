const FACTOR = Number(process.env['CAMPAIGN_FACTOR'] ?? 1);
const SEED = process.env['CAMPAIGN_SEED'];

/** How many cases a test tries: as many as the gate, or as many times more as a campaign asks for (docs/chaos.md). */
export const cases = (inTheGate: number): number => Math.max(1, Math.ceil(inTheGate * FACTOR));

/** The seed of a campaign, or else the one given. */
export const seedOr = (otherwise: number): number => (SEED === undefined ? otherwise : Number(SEED));

/** The parameters of a property: how many cases, and the campaign's seed where there is one. */
export function runs(inTheGate: number, fixedSeed?: number): { numRuns: number; seed?: number } {
  const seed = SEED === undefined ? fixedSeed : Number(SEED);
  return { numRuns: cases(inTheGate), ...(seed === undefined ? {} : { seed }) };
}
