import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BackOff, nextWaitMs } from './back-off.js';
import type { ChildLog } from './child-log.js';
import { StartError } from '../start-error.js';
import { untilHung, type Vitals } from './vitals.js';

/** A child as data: how to start it, how to see that it works, how to end it. */
export interface ChildSpec {
  name: string;
  /** Runs before each start, the first included. */
  beforeStart?: () => Promise<void>;
  start: () => ChildProcess;
  /**
   * Asked until it says true. `coming`: it says itself that it will be, and is waited for as long as it says so. A StartError it
   * throws ends the first start at once.
   */
  isReady: (child: ChildProcess) => Promise<boolean | 'coming'>;
  /** So long it may neither be ready nor say that it is coming. */
  readyWithinMs: number;
  /** How it is asked, once it was ready, whether it still works; a child without is trusted to end when it does not. */
  vitals?: Vitals;
  /** Ends one that hangs, and all that it has started; SIGKILL where nothing else is said. */
  endHung?: (child: ChildProcess) => Promise<void>;
  stopSignal: NodeJS.Signals;
  /** Then SIGKILL. */
  stopWithinMs: number;
}

export interface SupervisedChild {
  readonly name: string;
  /** Of the process that runs now. */
  pid(): number | undefined;
  /** Resolves when ready for the first time; rejects with a StartError when it never is. Afterwards the child is kept alive. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export interface Surroundings {
  log: ChildLog;
  warn: (text: string) => void;
  backOff: BackOff;
}

const ASK_EVERY_MS = 100;
/** A first start that ended this often is hopeless: a wrong file or setting, not a hiccup. */
const FIRST_START_TRIES = 3;

/** Looks after one child: start, health gate, restart with back-off, stop. */
export function superviseChild(spec: ChildSpec, { log, warn, backOff }: Surroundings): SupervisedChild {
  const stopping = new AbortController();
  let running: Running | undefined;
  let loop: Promise<void> = Promise.resolve();
  const told = (text: string) => {
    warn(text);
    log.note(text);
  };

  /** One life of the child up to readiness. Answers undefined when it ended or hung before. */
  const launch = async (): Promise<Running | undefined> => {
    await spec.beforeStart?.();
    if (stopping.signal.aborted) return undefined;
    running = track(spec.start());
    log.follow(running.child, (text) => warn(`${spec.name}: ${text}`));
    if (await becomesReady(spec, running, stopping.signal)) return running;
    if (!stopping.signal.aborted) await endHung(spec, running);
    await running.ended;
    return undefined;
  };

  const keepAlive = async (first: Running): Promise<void> => {
    let current: Running | undefined = first;
    let waitMs: number | undefined;
    while (!stopping.signal.aborted) {
      const healthyFrom = performance.now();
      const how = current ? await lifeOf(spec, current, told) : 'did not become ready';
      if (stopping.signal.aborted) return;
      waitMs = nextWaitMs(backOff, { previousMs: waitMs, healthyMs: current ? performance.now() - healthyFrom : 0 });
      warn(`${spec.name} ${how}; restarting it in ${waitMs / 1000} s (log: ${log.path})`);
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      current = await launch().catch((error: Error) => {
        warn(`${spec.name}: ${error.message}`);
        return undefined;
      });
      if (current) warn(`${spec.name} is back`);
    }
  };

  return {
    name: spec.name,
    pid: () => (running?.hasEnded() === false ? running.child.pid : undefined),
    begin: async () => {
      const first = await firstStart(spec, { launch, log, backOff, signal: stopping.signal });
      loop = keepAlive(first);
    },
    stop: async () => {
      stopping.abort();
      if (running) await running.stop(spec.stopSignal, spec.stopWithinMs);
      await loop;
    },
  };
}

/** How a child's life ended; one that hangs is ended, and that is told. */
async function lifeOf(spec: ChildSpec, current: Running, tell: (text: string) => void): Promise<string> {
  const over = new AbortController();
  const watching = endWhenHung(spec, { current, tell, over: over.signal });
  try {
    return await current.ended;
  } finally {
    over.abort();
    await watching;
  }
}

async function endWhenHung(
  spec: ChildSpec,
  { current, tell, over }: { current: Running; tell: (text: string) => void; over: AbortSignal },
): Promise<void> {
  if (spec.vitals === undefined || !(await untilHung(spec.vitals, over))) return;
  tell(`${spec.name} no longer responds but has not exited; terminating it`);
  await endHung(spec, current);
}

interface FirstStart {
  launch: () => Promise<Running | undefined>;
  log: ChildLog;
  backOff: BackOff;
  signal: AbortSignal;
}

async function firstStart(spec: ChildSpec, { launch, log, backOff, signal }: FirstStart): Promise<Running> {
  for (let tries = 1; tries <= FIRST_START_TRIES; tries += 1) {
    const child = await launch();
    if (child) return child;
    if (signal.aborted) break;
    await sleep(backOff.firstMs, undefined, { signal }).catch(() => undefined);
  }
  if (signal.aborted) throw new StartError(`${spec.name}: stopped before it was ready.`);
  const tail = log
    .tail()
    .slice(-14)
    .map((line) => `    ${line.slice(0, 400)}`);
  throw new StartError(
    [
      `${spec.name} does not start. The end of its log ${log.path}:`,
      ...(tail.length > 0 ? tail : ['    (nothing)']),
    ].join('\n'),
  );
}

interface Running {
  child: ChildProcess;
  /** Resolves with how it ended, in words. */
  ended: Promise<string>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
  stop(signal: NodeJS.Signals, withinMs: number): Promise<void>;
}

function track(child: ChildProcess): Running {
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => resolve(`exited (${signal ?? `exit ${code}`})`));
  });
  void ended.then(() => (over = true));
  const kill = (signal: NodeJS.Signals) => {
    if (!over) child.kill(signal);
  };
  return {
    child,
    ended,
    hasEnded: () => over,
    kill,
    stop: async (signal, withinMs) => {
      kill(signal);
      const hard = setTimeout(() => kill('SIGKILL'), withinMs);
      await ended;
      clearTimeout(hard);
    },
  };
}

async function endHung({ endHung: end }: ChildSpec, running: Running): Promise<void> {
  if (end !== undefined && !running.hasEnded()) await end(running.child).catch(() => undefined);
  running.kill('SIGKILL');
}

/** False: it ended, the time is up, or everything is being stopped. A question without an answer takes no longer than that time. */
async function becomesReady(spec: ChildSpec, running: Running, signal: AbortSignal): Promise<boolean> {
  let until = performance.now() + spec.readyWithinMs;
  while (!running.hasEnded() && !signal.aborted && performance.now() < until) {
    const over = new AbortController();
    const isLate = sleep(until - performance.now(), false, { signal: AbortSignal.any([signal, over.signal]) });
    const ready = await Promise.race([
      spec.isReady(running.child),
      running.ended.then(() => false),
      isLate.catch(() => false),
    ]).finally(() => over.abort());
    if (ready === true) return !running.hasEnded();
    if (ready === 'coming') until = performance.now() + spec.readyWithinMs;
    await sleep(ASK_EVERY_MS);
  }
  return false;
}
