import { join } from 'node:path';
import { type BackOff, DEFAULT_BACK_OFF } from './back-off.js';
import { type ChildLog, openChildLog } from './child-log.js';
import { StartError } from '../start-error.js';
import { type ChildSpec, type SupervisedChild, superviseChild } from './supervised-child.js';

export interface Supervisor {
  start(specs: readonly ChildSpec[]): Promise<void>;
  pids(): Map<string, number>;
  /** Stops group by group, last started first. Safe at any time, even during `start`. */
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  logFolder: string;
  warn: (text: string) => void;
  backOff?: BackOff;
}

/** Keeps the desk's processes alive and stops them in reverse order of their start. */
export function createSupervisor({ logFolder, warn, backOff = DEFAULT_BACK_OFF }: SupervisorOptions): Supervisor {
  const groups: SupervisedChild[][] = [];
  let stopping = false;
  const logs = new Map<string, ChildLog>();
  const quiet = withoutRepeats(warn);
  const getLog = (name: string) => {
    const log = logs.get(name) ?? openChildLog(join(logFolder, `${name}.log`));
    logs.set(name, log);
    return log;
  };
  return {
    start: async (specs) => {
      if (stopping) throw new StartError('The desk is being stopped.');
      const group = specs.map((spec) => superviseChild(spec, { log: getLog(spec.name), warn: quiet, backOff }));
      groups.push(group);
      const results = await Promise.allSettled(group.map((child) => child.begin()));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
    pids: () =>
      new Map(
        groups.flat().flatMap((child) => {
          const pid = child.pid();
          return pid === undefined ? [] : [[child.name, pid]];
        }),
      ),
    stop: async () => {
      stopping = true;
      for (const group of groups.toReversed()) await Promise.all(group.map((child) => child.stop()));
    },
  };
}

const REPEAT_AFTER_MS = 60_000;

/** A repeated warning would hide everything else, so each text is shown at most once a minute. */
function withoutRepeats(warn: (text: string) => void): (text: string) => void {
  const shown = new Map<string, number>();
  return (text) => {
    const now = Date.now();
    for (const [old, at] of shown) if (now - at > REPEAT_AFTER_MS) shown.delete(old);
    if (shown.has(text)) return;
    shown.set(text, now);
    warn(text);
  };
}
