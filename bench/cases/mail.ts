import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { type MailTask, readFencedMail } from '../../inbound/read-fenced.js';
import { WarmReader } from '../../inbound/warm-reader.js';
import { atEnd } from '../rig/clean-up.js';
import { cpuOfEndedChildrenMs } from '../rig/children.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import type { Measured } from '../rig/result.js';

export const MAIL_TARGET = 10;

const MAILS = 200;
/** Fewer mails with a process each, as each takes half a second. */
const APART = 10;
/** The DNS file is empty, so that no name server is queried. */
function aTask(): MailTask {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const dnsFile = join(folder, 'dns.json');
  writeFileSync(dnsFile, '{}');
  const envelope = { ip: '127.0.0.1', helo: 'bench.example', from: 'a@bench.example', to: ['orders@desk.example'] };
  return { envelope, dnsFile, trustFile: null, mta: 'desk.example' };
}

interface Rate {
  perSecond: number;
  ms: number;
  cpuMs: number;
}

/** Measures plain mails per second: by the warm reader, by one process each, and by the parser alone without checks. */
export async function measureMail({ pairs, say }: BenchOptions): Promise<Measured> {
  const mails = Array.from({ length: MAILS }, (_, no) => aMail(no));
  const task = aTask();
  const measured = await interleave({
    pairs,
    warmUp: 1,
    a: () => byWarmReader(mails, task),
    b: () => byParser(mails),
    say,
  });
  const apart = await byProcesses(mails.slice(0, APART), task);
  const rates = computeSpread(measured.map(({ a }) => a.perSecond));
  return {
    ratio: computeSpread(measured.map(({ a, b }) => a.perSecond / b.perSecond)),
    pairs,
    met: rates.median >= MAIL_TARGET,
    a: { ...summary(measured.map(({ a }) => a)), processForEachMailPerSecond: round3(apart.perSecond) },
    b: summary(measured.map(({ b }) => b)),
    counters: { mails: MAILS, processesStarted: measured[0]?.a.started ?? 0, mailsPerSecond: rates },
    limits: { 'on one core': 'mails by wall or CPU time, whichever is longer; one reader' },
    durability: 'Nothing is kept.',
    note: 'The target is the rate. The desk: a sandboxed process that is replaced after 50 mails, its start included, with the checks of SPF, DKIM, DMARC and ARC. The peer: simpleParser of mailparser in this process, already loaded, with no check.',
  };
}

function aMail(no: number): Buffer {
  const head = [
    `From: Officer <officer${no}@bench.example>`,
    'To: orders@desk.example',
    `Subject: Order ${no}`,
    `Message-ID: <${no}@bench.example>`,
    'Date: Mon, 30 Nov 2026 10:00:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${`Please block account ${no}.\r\n`.repeat(20)}`);
}

async function byWarmReader(mails: readonly Buffer[], task: MailTask): Promise<Rate & { started: number }> {
  const reader = new WarmReader();
  const rate = await timed(mails.length, async () => {
    for (const mail of mails) if ((await reader.read(mail, task)) === null) throw new Error('A mail was not read.');
    reader.stop();
  });
  return { ...rate, started: reader.started };
}

function byProcesses(mails: readonly Buffer[], task: MailTask): Promise<Rate> {
  return timed(mails.length, async () => {
    for (const mail of mails) if ((await readFencedMail(mail, task)) === null) throw new Error('A mail was not read.');
  });
}

function byParser(mails: readonly Buffer[]): Promise<Rate> {
  return timed(mails.length, async () => {
    for (const mail of mails) await simpleParser(mail);
  });
}

async function timed(mails: number, work: () => Promise<void>): Promise<Rate> {
  const own = process.cpuUsage();
  const children = cpuOfEndedChildrenMs();
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  // The kernel adds a reader's CPU time only after its exit was reaped.
  await sleep(100);
  const { user, system } = process.cpuUsage(own);
  const cpuMs = (user + system) / 1000 + cpuOfEndedChildrenMs() - children;
  return { perSecond: mails / (Math.max(ms, cpuMs) / 1000), ms, cpuMs };
}

function summary(rates: readonly Rate[]) {
  return {
    perSecond: round3(computeMedian(rates.map(({ perSecond }) => perSecond))),
    ms: round3(computeMedian(rates.map(({ ms }) => ms))),
    cpuMs: round3(computeMedian(rates.map(({ cpuMs }) => cpuMs))),
  };
}
