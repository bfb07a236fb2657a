import type { ContenderKey } from './figures/lines.js';
import { buildBpm } from './human-step/bpm-program.js';
import { launchJava, launchNode } from './human-step/launch.js';
import type { PeerProgram } from './human-step/peer-contender.js';

export type PeerKey = Exclude<ContenderKey, 'desk' | 'ozone'>;

export interface Named {
  name: string;
  /** What it does not do that the desk does. */
  leavesOut: string;
}

const NOT_BUILT =
  'letters, reports, audit proofs, encryption, signatures, secrecy, clocks of laws, look-up of targets, proof that a target is in force, console';

export const NAMES: Readonly<Record<ContenderKey, Named>> = {
  desk: { name: 'Notice Desk', leavesOut: '' },
  dbos: { name: 'DBOS 5.3', leavesOut: NOT_BUILT },
  bpm: {
    name: 'Operaton 1.0',
    leavesOut: `${NOT_BUILT}. Embedded, 512 MB of heap, its history full; better than by default, it looks for due timers each second (5 to 60) and frees the jobs of a killed engine after 20 s (300)`,
  },
  cron: {
    name: 'Fastify, pg, cron',
    leavesOut: `${NOT_BUILT}, and durable work: what runs in the background is lost with the process`,
  },
  ozone: {
    name: 'Ozone',
    leavesOut: 'all but the takedowns themselves: no order, no second person, no deadline, no record of the whole',
  },
};

/** Makes ready what a peer needs, and returns how to start it. */
export const PREPARE: Readonly<Record<PeerKey, (say: (text: string) => void) => Promise<PeerProgram>>> = {
  dbos: async () => ({ key: 'dbos', processes: /^bench-peer-dbos/, launch: launchNode('dbos') }),
  cron: async () => ({ key: 'cron', processes: /^bench-peer-cron/, launch: launchNode('cron') }),
  bpm: async (say) => ({ key: 'bpm', processes: /^java/, launch: launchJava(await buildBpm(say)) }),
};
