import { parseArgs } from 'node:util';
import { CONTENDERS, type ContenderKey, type Part, PARTS } from './figures/lines.js';

export interface PeersSize {
  /** Measured after one that warms up; the order of the contenders alternates. */
  rounds: number;
  /** Notices that the clients take through their four steps, for each number of clients. */
  notices: number;
  targets: number;
  commands: number;
  killNotices: number;
  kills: number;
  /** Of all open notices, those that fall due. */
  due: number;
  open: Record<'timers' | 'timers-10k', number>;
}

export interface PeersOptions {
  parts: Part[];
  peers: ContenderKey[];
  size: PeersSize;
}

const FULL: PeersSize = {
  rounds: 2,
  notices: 64,
  targets: 1_178,
  commands: 400,
  killNotices: 40,
  kills: 3,
  due: 300,
  open: { timers: 1_000, 'timers-10k': 10_000 },
};

/** Runs everything once, to see that it works; its figures mean nothing. */
const QUICK: PeersSize = {
  rounds: 1,
  notices: 4,
  targets: 20,
  commands: 20,
  killNotices: 8,
  kills: 1,
  due: 10,
  open: { timers: 20, 'timers-10k': 40 },
};

/** Returns the options, or what is wrong with them. */
export function readPeersOptions(args: readonly string[]): PeersOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { parts: { type: 'string' }, peers: { type: 'string' }, quick: { type: 'boolean' } },
    });
    return {
      parts: readList('parts', values.parts, PARTS),
      peers: readList('peers', values.peers, CONTENDERS),
      size: values.quick === true ? QUICK : FULL,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Returns the chosen ones in the order of `all`. */
function readList<T extends string>(name: string, text: string | undefined, all: readonly T[]): T[] {
  if (text === undefined) return [...all];
  const words = text.split(',');
  const unknown = words.find((word) => !all.some((one) => one === word));
  if (unknown !== undefined) throw new Error(`--${name}: no ${unknown}; there are ${all.join(', ')}.`);
  return all.filter((one) => words.includes(one));
}
