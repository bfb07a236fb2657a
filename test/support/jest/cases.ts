const FACTOR = Number(process.env['CAMPAIGN_FACTOR'] ?? 1);
const SEED = process.env['CAMPAIGN_SEED'];

/** Number of cases of a test: the gate's, or a multiple for a campaign (docs/chaos.md). */
export const cases = (inTheGate: number): number => Math.max(1, Math.ceil(inTheGate * FACTOR));

export const seedOr = (otherwise: number): number => (SEED === undefined ? otherwise : Number(SEED));

export function runs(inTheGate: number, fixedSeed?: number): { numRuns: number; seed?: number } {
  const seed = SEED === undefined ? fixedSeed : Number(SEED);
  return { numRuns: cases(inTheGate), ...(seed === undefined ? {} : { seed }) };
}
