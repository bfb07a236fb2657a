import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { createCheckpointSigner } from '../../application/checkpoint-signer.js';
import { makeSigningKey } from '../../config/approval-keys.js';
import { inheritedEnv } from '../../config/env.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { openDatabase, type Db } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { GrowingTree, leafHash, computeMark } from '../../verifier/merkle.js';
import { atEnd } from '../rig/clean-up.js';
import { startIntakeDesk } from '../rig/desk.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, computeMedian, percentile, round3, computeSpread } from '../rig/pairs.js';
import { DESK_DURABILITY, type Measured } from '../rig/result.js';

/** Minimum share of the rate of sha256sum over the same bytes. */
export const AUDIT_VERIFY_TARGET = 0.25;
/** Maximum share of a command's time. */
export const AUDIT_ENTRY_TARGET = 0.05;
const COMMAND_MS = 26;

const CLI = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
/** Enough entries that starting the process is a small part of the time. */
const ENTRIES = 1_000_000;
const WRITTEN = 300;

function writeExport(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const key = makeSigningKey();
  const tree = new GrowingTree();
  const lines: string[] = [];
  for (let seq = 1; seq <= ENTRIES; seq += 1) {
    const entry = canonicalJson(createEntry(seq));
    const leaf = leafHash(Buffer.from(entry));
    const mark = computeMark(tree.add(leaf));
    lines.push(`{"seq":${seq},"leafHash":"${leaf.toString('base64')}","mark":"${mark}","entry":${entry}}\n`);
  }
  const origin = 'notice-desk/audit/bench';
  const checkpoint = createCheckpointSigner(key).sign({ origin, size: ENTRIES, root: tree.root() });
  const path = join(folder, 'log.ndjson');
  writeFileSync(path, `${JSON.stringify({ format: 'notice-desk-audit/1', checkpoint, keys: [key.publicKey] })}\n`);
  for (let at = 0; at < lines.length; at += 50_000)
    writeFileSync(path, lines.slice(at, at + 50_000).join(''), { flag: 'a' });
  return path;
}

function createEntry(seq: number) {
  return {
    at: new Date(1_700_000_000_000 + seq * 1_000).toISOString(),
    notice: '01a21d61-9a4a-736d-b894-958dd447e8d1',
    actor: { kind: 'person', id: '01a21d61-8166-735f-b390-a41aaadb69ca', name: 'staff-0f45dcab0b4f95df57b8' },
    action: 'decide',
    detail: {
      action: 'withhold',
      grounds: ['legal_basis_met'],
      countries: ['IN'],
      matched: seq,
      changed: seq,
      batch: 1,
    },
    commandId: '01a21d61-9a4a-736d-b894-958dd447e8d1',
    version: seq % 50,
  };
}

async function measureSeconds(program: string, words: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(program, words, { env: { ...inheritedEnv(), NODE_ENV: 'production' }, stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}.`);
  return (performance.now() - from) / 1_000;
}

/** Compares `audit verify`, including process start, with `sha256sum` over the same file. */
export async function measureAuditVerify({ pairs, say }: BenchOptions): Promise<Measured> {
  say(`  writing an export of ${ENTRIES} entries`);
  const path = writeExport();
  const megabytes = round3(statSync(path).size / 1e6);
  const measured = await interleave({
    pairs,
    warmUp: 1,
    a: () => measureSeconds(process.execPath, [CLI, 'audit', 'verify', path]),
    b: () => measureSeconds('sha256sum', [path]),
    say,
  });
  const ratio = computeSpread(measured.map(({ a, b }) => b / a));
  const figures = (seconds: number[]) => ({
    seconds: computeMedian(seconds),
    megabytesPerSecond: round3(megabytes / computeMedian(seconds)),
  });
  return {
    ratio,
    pairs,
    met: ratio.median >= AUDIT_VERIFY_TARGET,
    a: figures(measured.map(({ a }) => a)),
    b: figures(measured.map(({ b }) => b)),
    counters: { entries: ENTRIES, megabytes },
    limits: { 'on one core': 'both' },
    durability: 'Nothing is kept.',
    note: 'The file is in the page cache for both. Each entry is hashed whole, and once more as part of the tree.',
  };
}

async function p50Of(write: () => Promise<unknown>): Promise<number> {
  const ms: number[] = [];
  for (let written = 0; written < WRITTEN; written += 1) ms.push(await timed(write));
  return percentile(ms, 50);
}

/** Compares an audit entry as the desk writes it with the same row in a table without the hash tree. */
export async function measureAuditEntry({ pairs, say }: BenchOptions): Promise<Measured> {
  const desk = await startIntakeDesk(say);
  const db = openDatabase({ url: desk.database, maxConnections: 1 });
  await sql`create table bench_entry (like audit_entry including all)`.execute(db);
  await sql`alter table bench_entry drop column leaf_hash`.execute(db);
  try {
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => p50Of(() => writeEntry(db)),
      b: () => p50Of(() => insertBare(db)),
      say,
    });
    const ofCommand = computeSpread(measured.map(({ a, b }) => (a - b) / COMMAND_MS));
    return {
      ratio: computeSpread(measured.map(({ a, b }) => a / b)),
      pairs,
      met: ofCommand.median <= AUDIT_ENTRY_TARGET,
      a: { p50Ms: computeMedian(measured.map(({ a }) => a)) },
      b: { p50Ms: computeMedian(measured.map(({ b }) => b)) },
      counters: { addedMs: computeMedian(measured.map(({ a, b }) => a - b)), ofCommand, commandMs: COMMAND_MS },
      limits: { connections: 1 },
      durability: DESK_DURABILITY,
      note: 'One entry a transaction, one after another. The target is of what the leaf adds (its hash, its column, its row among those that wait for a place) in a command of 26 ms; met asks that.',
    };
  } finally {
    await db.destroy();
  }
}

const detail = { text: 'As long as a note of a reviewer usually is, give or take.', audience: 'internal' as const };

function writeEntry(db: Db): Promise<void> {
  return appendAudit(db, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'annotate', detail }]);
}

function insertBare(db: Db): Promise<unknown> {
  return sql`
    insert into bench_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, command_id, version, ordinal)
    values (${new Date()}, ${null}, ${SYSTEM.kind}, ${SYSTEM.id}, ${SYSTEM.name}, ${'annotate'}, ${JSON.stringify(detail)},
      ${null}, ${null}, ${null})`.execute(db);
}
