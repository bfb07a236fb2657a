import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import { clocksOfNotice } from '../../application/clocks/clocks-of-notice.js';
import { inheritedEnv } from '../../config/env.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { openNotice, SCHEMA_VERSION, type NoticeInput } from '../../domain/notices/notice-state.js';
import { loadRulebook } from '../../rulebook/load.js';
import { BUNDLE_PATH } from '../../worker/bundle-path.js';
import { atEnd } from '../rig/clean-up.js';
import type { MemoryAnswer, MemoryWork } from '../rig/memory-child.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import { bundlePeers } from '../peers/peer-bundle.js';
import type { Measured } from '../rig/result.js';

export const MEMORY_TARGET = 1.3;

export async function measureMemory({ pairs, workflows, say }: BenchOptions): Promise<Measured> {
  const input = anOpenNotice();
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const peers = join(folder, 'peers.js');
  writeFileSync(peers, (await bundlePeers()).code);
  const notice: MemoryWork = {
    codePath: BUNDLE_PATH,
    workflowType: 'noticeWorkflow',
    workflowId: makeNoticeWorkflowId(input.noticeId),
    argument: input,
    workflows,
  };
  const waiting: MemoryWork = {
    codePath: peers,
    workflowType: 'waitingWorkflow',
    workflowId: 'bench',
    argument: null,
    workflows,
  };
  const measured = await interleave({ pairs, warmUp: 0, a: () => keep(notice), b: () => keep(waiting), say });
  const ratio = computeSpread(measured.map(({ a, b }) => a.bytesEach / b.bytesEach));
  return {
    ratio,
    pairs,
    met: ratio.median <= MEMORY_TARGET,
    a: {
      ...summary(measured.map(({ a }) => a)),
      stateJsonKb: kilobytes(JSON.stringify(openNotice(input)).length),
      clocks: input.clocks.length,
    },
    b: summary(measured.map(({ b }) => b)),
    counters: { workflows },
    limits: { 'node --expose-gc': true },
    durability: 'Nothing is written.',
    note: 'One child process a reading; the SDK’s own sandbox (ReusableVMWorkflowCreator), one shared context as in a worker; heapUsed after four collections. The notice has its clocks and escalations and no effect under way. What the core keeps outside of JS is not in it.',
  };
}

function anOpenNotice(): NoticeInput {
  const rulebook = loadRulebook();
  const receivedAt = new Date();
  const regime = rulebook.regimeAt('IN-69A-EMERG', receivedAt.getTime());
  if (regime === undefined) throw new Error('The rulebook has no IN-69A-EMERG.');
  const { clocks } = clocksOfNotice({ rulebook, newId: uuidv7 }, regime, {
    kind: 'blocking_order',
    issuedAt: receivedAt,
    servedAt: null,
    facts: {},
    secret: false,
    receivedAt,
    orderedDeadline: { within: 'PT6H', confirmed: true, enteredBy: null },
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId: uuidv7(),
    kind: 'blocking_order',
    authenticity: 'unverified',
    regime: { id: regime.id, version: regime.version },
    clocks: clocks.map(({ clock }) => clock),
    targets: 0,
    acknowledge: false,
  };
}

async function keep(work: MemoryWork): Promise<MemoryAnswer> {
  const child = spawn(
    process.execPath,
    ['--expose-gc', fileURLToPath(new URL('../rig/memory-child.js', import.meta.url)), JSON.stringify(work)],
    {
      env: { ...inheritedEnv(), NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error('A child that keeps workflows has ended early.')),
  );
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [MemoryAnswer];
  return answer;
}

function summary(answers: readonly MemoryAnswer[]): Record<string, unknown> {
  return {
    heapKbEach: kilobytes(computeMedian(answers.map(({ bytesEach }) => bytesEach))),
    rssKbEach: kilobytes(computeMedian(answers.map(({ rssBytesEach }) => rssBytesEach))),
    firstTaskGives: answers[0]?.commands,
  };
}

function kilobytes(bytes: number): number {
  return round3(Math.round((bytes / 1024) * 10) / 10);
}
