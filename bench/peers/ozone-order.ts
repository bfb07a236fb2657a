import { Pool } from 'undici';
import { CONCURRENCY, emitRaw } from '../features/ozone/emit-raw.js';
import { startOzone } from '../features/ozone/rig.js';
import type { PeersSize } from './options.js';

/** Returns the ms of each round in which Ozone, by itself, takes down as many accounts as an order names. */
export async function measureOzoneOrder(
  { rounds, targets }: Pick<PeersSize, 'rounds' | 'targets'>,
  say: (text: string) => void,
): Promise<number[]> {
  const ozone = await startOzone(say);
  const pool = new Pool(ozone.india, { connections: CONCURRENCY });
  const measured: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const { perSecond } = await emitRaw(pool, ozone, targets);
    if (round > 0) measured.push((targets / perSecond) * 1_000);
  }
  await pool.close();
  return measured;
}
