import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnv } from '../../config/env.js';
import { computeDue } from '../../domain/clock-arithmetic/index.js';
import { cpuOfEndedChildrenMs } from '../rig/children.js';
import { atEnd } from '../rig/clean-up.js';
import { type ClockLineInput, mixedLines, plainLines } from '../rig/clock-lines.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import type { Measured } from '../rig/result.js';

/** Cases per second on one core. */
export const CLOCK_COMPUTE_TARGET = 3_000;

const CLI = [fileURLToPath(new URL('../../cli/main.js', import.meta.url)), 'clock', 'compute'];
const PEER = [fileURLToPath(new URL('../peers/clock-peer.js', import.meta.url))];

interface Rate {
  perSecond: number;
  ms: number;
  cpuMs: number;
}

interface Answer {
  id: string;
  dueAt?: string | null;
  error?: string;
}

/** Compares `notice-desk clock compute`, including process start, with the bare calendar library. */
export async function measureClockCompute({ pairs, cases, say }: BenchOptions): Promise<Measured> {
  const files = writeLines(cases);
  const measured = await interleave({
    pairs,
    warmUp: 1,
    a: async () => ({
      mixed: await measureRate(CLI, files.mixed, cases),
      plain: await measureRate(CLI, files.plain, cases),
    }),
    b: () => measureRate(PEER, { ...files.plain, output: files.peerOutput }, cases),
    say,
  });
  const checked = check({ mixed: files.mixed.output, plain: files.plain.output, peer: files.peerOutput });
  const mixed = computeSpread(measured.map(({ a }) => a.mixed.perSecond));
  return {
    ratio: computeSpread(measured.map(({ a, b }) => a.plain.perSecond / b.perSecond)),
    pairs,
    met: mixed.median >= CLOCK_COMPUTE_TARGET && checked.answers === cases && checked.differing === 0,
    a: {
      mixed: summary(measured.map(({ a }) => a.mixed)),
      plain: summary(measured.map(({ a }) => a.plain)),
      inProcess: rateInProcess(mixedLines(cases)),
    },
    b: { plain: summary(measured.map(({ b }) => b)) },
    counters: { cases, mixedPerSecond: mixed, ...checked },
    limits: { 'on one core': 'cases by wall or CPU time, whichever is longer' },
    durability: 'Nothing is kept.',
    note: 'The target is of the mixed lines, the ratio of the plain ones, which the peer can answer too: minutes, hours, calendar days and months without calendar, roll or events, by Temporal.ZonedDateTime alone. Both are a process of Node with the same library, from file to file; the desk also checks each line and writes its working. inProcess: computeDue on parsed lines, the first time and again with its zones known.',
  };
}

interface LineFile {
  input: string;
  output: string;
}

function writeLines(cases: number): { mixed: LineFile; plain: LineFile; peerOutput: string } {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, lines: readonly ClockLineInput[]): LineFile => {
    const input = join(folder, `${name}.ndjson`);
    writeFileSync(input, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return { input, output: join(folder, `${name}.answers`) };
  };
  const [mixed, plain] = [write('mixed', mixedLines(cases)), write('plain', plainLines(cases))];
  return { mixed, plain, peerOutput: join(folder, 'peer.answers') };
}

async function measureRate(program: readonly string[], { input, output }: LineFile, cases: number): Promise<Rate> {
  const files = [openSync(input, 'r'), openSync(output, 'w')] as const;
  const cpuBefore = cpuOfEndedChildrenMs();
  const from = performance.now();
  const child = spawn(process.execPath, [...program], {
    env: { ...inheritedEnv(), NODE_ENV: 'production' },
    stdio: [...files, 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - from;
  const cpuMs = cpuOfEndedChildrenMs() - cpuBefore;
  for (const file of files) closeSync(file);
  // Exit code 1: some lines are meant to be answered with an error.
  if (code !== 0 && code !== 1) throw new Error(`${program.join(' ')} ended with ${code}:\n${said.slice(-2000)}`);
  return { perSecond: cases / (Math.max(ms, cpuMs) / 1000), ms, cpuMs };
}

function check(files: { mixed: string; plain: string; peer: string }) {
  const mixed = readAnswers(files.mixed);
  const plain = readAnswers(files.plain);
  const peer = readAnswers(files.peer);
  const differing = plain.filter(({ id, dueAt }, index) => peer[index]?.id !== id || peer[index]?.dueAt !== dueAt);
  return {
    answers: mixed.length,
    errors: mixed.filter(({ error }) => error !== undefined).length,
    differing: differing.length + Math.abs(peer.length - plain.length),
    ...(differing[0] === undefined ? {} : { firstDiffering: differing[0].id }),
  };
}

function readAnswers(path: string): Answer[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Answer);
}

function rateInProcess(lines: readonly ClockLineInput[]): { firstPerSecond: number; againPerSecond: number } {
  const rate = () => {
    const from = performance.now();
    for (const line of lines) computeDue(line);
    return Math.round(lines.length / ((performance.now() - from) / 1000));
  };
  return { firstPerSecond: rate(), againPerSecond: rate() };
}

function summary(rates: readonly Rate[]): Record<string, number> {
  return {
    perSecond: Math.round(computeMedian(rates.map(({ perSecond }) => perSecond))),
    ms: round3(computeMedian(rates.map(({ ms }) => ms))),
    cpuMs: computeMedian(rates.map(({ cpuMs }) => cpuMs)),
  };
}
