import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BackOff, nextWaitMs } from './back-off.js';
import type { ChildLog } from './child-log.js';
import { StartError } from '../start-error.js';
import { untilHung, type Vitals } from './vitals.js';
import { notStarted } from './one-shot.js';

/** Describes a child: how to start it, check it and end it. */
export interface ChildSpec {
  name: string;
  beforeStart?: () => Promise<void>;
  start: () => ChildProcess;
  /**
   * Polled until true. `coming` means that the child itself reports progress, which extends the wait. A thrown
   * `StartError` ends the first start immediately.
   */
  isReady: (child: ChildProcess) => Promise<boolean | 'coming'>;
  /** Max time without being ready or reporting `coming`. */
  readyWithinMs: number;
  /** Liveness check after readiness; a child without one is trusted to exit when it fails. */
  vitals?: Vitals;
  /** Ends a hung child and every process it started; SIGKILL by default. */
  endHung?: (child: ChildProcess) => Promise<void>;
  stopSignal: NodeJS.Signals;
  /** SIGKILL follows after this time. */
  stopWithinMs: number;
}

export interface SupervisedChild {
  readonly name: string;
  pid(): number | undefined;
  /** Resolves when first ready; rejects with a `StartError` if that fails. Afterwards the child is kept alive. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChildSurroundings {
  log: ChildLog;
  warn: (text: string) => void;
  backOff: BackOff;
}

const ASK_EVERY_MS = 100;
/** A first start that failed this often has a permanent cause, such as a wrong file or setting. */
const FIRST_START_TRIES = 3;

export function superviseChild(spec: ChildSpec, { log, warn, backOff }: ChildSurroundings): SupervisedChild {
  const stopping = new AbortController();
  let running: Running | undefined;
  let loop: Promise<void> = Promise.resolve();
  const report = (text: string) => {
    warn(text);
    log.note(text);
  };

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
      const how = current ? await awaitEnd(spec, current, report) : 'did not become ready';
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

async function awaitEnd(spec: ChildSpec, current: Running, report: (text: string) => void): Promise<string> {
  const over = new AbortController();
  const watching = endWhenHung(spec, { current, report, over: over.signal });
  try {
    return await current.ended;
  } finally {
    over.abort();
    await watching;
  }
}

async function endWhenHung(
  spec: ChildSpec,
  { current, report, over }: { current: Running; report: (text: string) => void; over: AbortSignal },
): Promise<void> {
  if (spec.vitals === undefined || !(await untilHung(spec.vitals, over))) return;
  report(`${spec.name} no longer responds but has not exited; terminating it`);
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
  ended: Promise<string>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
  stop(signal: NodeJS.Signals, withinMs: number): Promise<void>;
}

function track(child: ChildProcess): Running {
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(notStarted(error)));
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

/**
 * Returns false if the child ended, the time ran out or the desk stops. A check without an answer is limited to the
 * same time.
 */
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
