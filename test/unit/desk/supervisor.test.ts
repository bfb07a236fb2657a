import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_BACK_OFF, nextWaitMs } from '../../../desk/children/back-off.js';
import { openChildLog, toWarning } from '../../../desk/children/child-log.js';
import type { ChildSpec } from '../../../desk/children/supervised-child.js';
import { createSupervisor, type Supervisor } from '../../../desk/children/supervisor.js';

let folder: string;
let supervisor: Supervisor;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-supervisor-'));
  warnings = [];
  supervisor = createSupervisor({
    logFolder: folder,
    warn: (text) => warnings.push(text),
    backOff: { firstMs: 20, maxMs: 80, resetAfterMs: 60_000 },
  });
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(folder, { recursive: true });
});

function aChild(name: string, code: string, over: Partial<ChildSpec> = {}) {
  const lives: ChildProcess[] = [];
  const up = new WeakSet<ChildProcess>();
  const spec: ChildSpec = {
    name,
    start: () => {
      const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.on('data', (chunk) => String(chunk).includes('up') && up.add(child));
      lives.push(child);
      return child;
    },
    isReady: (child) => Promise.resolve(up.has(child)),
    readyWithinMs: 10_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2000,
    ...over,
  };
  return { spec, lives };
}

const IDLE = `console.log('up'); setInterval(() => {}, 1000);`;

async function until(fact: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!fact()) {
    if (Date.now() > deadline) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('nextWaitMs', () => {
  test('doubles from half a second to fifteen', () => {
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      waits.push(nextWaitMs(DEFAULT_BACK_OFF, { previousMs: waits.at(-1), healthyMs: 1000 }));
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  test('restarts at half a second after a minute of health', () => {
    expect(nextWaitMs(DEFAULT_BACK_OFF, { previousMs: 15_000, healthyMs: 60_000 })).toBe(500);
  });
});

describe('supervisor', () => {
  test('restarts a killed child and reports it', async () => {
    const { spec, lives } = aChild('sleeper', IDLE);
    await supervisor.start([spec]);
    lives[0]?.kill('SIGKILL');
    await until(() => warnings.some((text) => text.includes('is back')));
    expect(lives).toHaveLength(2);
    expect(warnings[0]).toMatch(/^sleeper exited \(SIGKILL\); restarting it in 0.02 s/);
  });

  test('gives up a first start after three tries and shows the end of the log', async () => {
    const { spec, lives } = aChild('broken', `console.error('no such table'); process.exit(3)`);
    await expect(supervisor.start([spec])).rejects.toThrow(
      /broken does not start\. The end of its log .*broken\.log:\n.*no such table/,
    );
    expect(lives).toHaveLength(3);
  });

  test('kills a child that never becomes ready', async () => {
    const { spec, lives } = aChild('mute', 'setInterval(() => {}, 1000)', { readyWithinMs: 150 });
    await expect(supervisor.start([spec])).rejects.toThrow(/mute does not start/);
    expect(lives.every((child) => child.signalCode === 'SIGKILL')).toBe(true);
  });

  test('reports a program that does not exist', async () => {
    const { spec } = aChild('ghost', '', {
      start: () => spawn('/no/such/program', { stdio: ['ignore', 'pipe', 'pipe'] }),
    });
    await expect(supervisor.start([spec])).rejects.toThrow(/ghost does not start/);
  });

  test('stops the last group first and kills a child that does not end', async () => {
    const order: string[] = [];
    const stubborn = `process.on('SIGTERM', () => {}); ${IDLE}`;
    const first = aChild('first', IDLE);
    const second = aChild('second', stubborn, { stopWithinMs: 200 });
    await supervisor.start([first.spec]);
    await supervisor.start([second.spec]);
    first.lives[0]?.on('exit', () => order.push('first'));
    second.lives[0]?.on('exit', (_code, signal) => order.push(`second ${signal}`));
    await supervisor.stop();
    expect(order).toEqual(['second SIGKILL', 'first']);
  });

  test('can be stopped while a child is still starting', async () => {
    const { spec, lives } = aChild('slow', 'setInterval(() => {}, 1000)');
    const start = supervisor.start([spec]).catch((error: Error) => error.message);
    await until(() => lives.length === 1);
    await supervisor.stop();
    expect(await start).toMatch(/stopped before it was ready/);
    expect(lives[0]?.signalCode).toBe('SIGTERM');
    await expect(supervisor.start([spec])).rejects.toThrow(/being stopped/);
  });

  test('names the pid of the running process, and none when stopped', async () => {
    const { spec, lives } = aChild('named', IDLE);
    await supervisor.start([spec]);
    expect(supervisor.pids()).toEqual(new Map([['named', lives[0]?.pid]]));
    lives[0]?.kill('SIGKILL');
    await until(() => lives.length === 2);
    expect(supervisor.pids().get('named')).toBe(lives[1]?.pid);
    await supervisor.stop();
    expect(supervisor.pids().size).toBe(0);
  });

  test('runs the preparation before each start', async () => {
    let prepared = 0;
    const { spec, lives } = aChild('prepared', IDLE, { beforeStart: async () => void (prepared += 1) });
    await supervisor.start([spec]);
    lives[0]?.kill('SIGKILL');
    await until(() => warnings.some((text) => text.includes('is back')));
    expect(prepared).toBe(2);
  });
});

describe('log of a child process', () => {
  test('keeps everything in the file and shows each warning once', async () => {
    const lines = [
      { level: 30, msg: 'fine' },
      { level: 40, msg: 'slow disk' },
      { level: 40, msg: 'slow disk' },
    ];
    const code = `${lines.map((line) => `console.log(${JSON.stringify(JSON.stringify(line))});`).join('')}${IDLE}`;
    await supervisor.start([aChild('talker', code).spec]);
    await until(() => readFileSync(join(folder, 'talker.log'), 'utf8').includes('up'));
    expect(readFileSync(join(folder, 'talker.log'), 'utf8')).toContain('fine');
    expect(warnings).toEqual(['talker: slow disk']);
  });

  test('loses only its lines on a full disk', async () => {
    const log = openChildLog('/dev/full');
    const lines: string[] = [];
    const child = spawn(process.execPath, ['-e', `console.log('{"level":50,"msg":"no room"}')`]);
    log.follow(child, (text) => lines.push(text));
    await once(child, 'close');
    expect(lines).toEqual(['no room']);
    expect(log.tail()).toHaveLength(1);
  });

  test('rotates and keeps two old files', async () => {
    const path = join(folder, 'chatty.log');
    const log = openChildLog(path, 50);
    const child = spawn(process.execPath, ['-e', `for (let n = 0; n < 20; n += 1) console.log('line number ' + n)`]);
    log.follow(child, () => undefined);
    await until(() => log.tail().at(-1) === 'line number 19');
    expect([path, `${path}.1`, `${path}.2`, `${path}.3`].map((file) => existsSync(file))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('recognises a warning by its level', () => {
    expect(toWarning('{"level":50,"msg":"mail failed","err":{"message":"ECONNREFUSED"}}')).toBe(
      'mail failed: ECONNREFUSED',
    );
    expect(toWarning('{"level":30,"msg":"fine"}')).toBeUndefined();
    expect(toWarning('2026-01-01 [7] FATAL:  out of disk')).toBe('FATAL:  out of disk');
    expect(toWarning('2026-01-01 [7] FATAL:  the database system is starting up')).toBeUndefined();
    expect(toWarning('{ not json')).toBeUndefined();
  });
});
