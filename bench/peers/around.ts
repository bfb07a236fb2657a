import { isCleaningUp } from '../rig/clean-up.js';
import type { BenchDesk } from '../rig/desk.js';
import type { HttpClient } from '../rig/http.js';
import type { ContenderKey, Part, PeersLine } from './figures/lines.js';
import type { Contender } from './human-step/contender.js';
import type { PeersSize } from './options.js';

/** Some messages contain a whole answer. */
const MAX_REASON = 300;

export type Say = (text: string) => void;
/** A line without its run, which is the same for all. */
export type Unstamped = PeersLine extends infer L ? (L extends PeersLine ? Omit<L, 'run'> : never) : never;

export interface Side {
  key: ContenderKey;
  contender: Contender;
}

export interface Around {
  desk: BenchDesk;
  http: HttpClient;
  size: PeersSize;
  write: (line: Unstamped) => void;
  say: Say;
}

export type Sides = Around & { sides: readonly Side[] };

/** Reports what fails, and goes on: the figures of the other contenders stand. */
export async function attempt(
  { write, say }: Pick<Around, 'write' | 'say'>,
  what: { contender: ContenderKey; of: Part | 'start' },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCleaningUp()) throw error;
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON).split('\n');
    say(`  ${what.contender}, ${what.of}: ${reason}`);
    write({ part: 'failed', ...what, reason });
  }
}
