import { open } from 'node:fs/promises';
import { request } from 'undici';
import { getErrorCode } from '../../domain/error-parts.js';
import { findOrigin, type KeptCheckpoint } from '../../registry/audit/checkpoints.js';
import { treeSize } from '../../registry/audit/sequence.js';
import { handOver, updateWitnesses, formatNotes } from '../../registry/audit/witnesses.js';
import type { Db } from '../../registry/db.js';
import { raiseAlert, resolveAlert, resolveOthers } from '../../registry/ops/alerts.js';
import { findFork, makeCheckpoint, openStoredTree, type CheckpointSources } from './make-checkpoint.js';

const KIND = 'audit_forked';
const buildWitnessKey = (witness: string) => `${KIND}:${witness}`;
const TIMEOUT_MS = 10_000;
/** Only the end of a witness's file is read: a note has about 300 bytes. */
const TAIL_BYTES = 65_536;

/**
 * Makes a checkpoint and hands it to each witness. Reads a witness file first: if its last checkpoint is of another
 * tree, a backup was restored or the log was changed, and nothing is appended that would hide it.
 */
export async function checkpointAudit(sources: CheckpointSources, witnesses: readonly string[]): Promise<void> {
  const { db, now } = sources;
  await updateWitnesses(db, witnesses);
  await resolveOthers(db, { kind: KIND, keys: [KIND, ...witnesses].map(buildWitnessKey) });
  await makeCheckpoint(sources);
  for (const witness of witnesses) {
    if (witness.startsWith('mailto:')) continue; // The worker has the mail server.
    const isUrl = /^https?:/.test(witness);
    if (!isUrl && (await raiseFork(db, witness))) continue;
    const deliver = (checkpoints: KeptCheckpoint[]) => (isUrl ? post : append)(witness, formatNotes(checkpoints));
    await handOver(db, { witness, now: now(), deliver });
  }
}

async function append(path: string, notes: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // The leading newline ends a line that a crash left unfinished.
    await file.write(`\n${notes}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function post(url: string, notes: string): Promise<void> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: notes,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await body.dump();
  if (statusCode < 200 || statusCode >= 300) throw new Error(`it answered ${statusCode}`);
}

async function raiseFork(db: Db, path: string): Promise<boolean> {
  const last = lastNote(await readTail(path));
  const summary = last === null ? null : await findDoubt(db, { ...last, path });
  if (summary === null) {
    await resolveAlert(db, { key: buildWitnessKey(path) });
    return false;
  }
  const detail = { witness: path, size: last?.size };
  await raiseAlert(db, { key: buildWitnessKey(path), kind: KIND, noticeId: null, summary, detail }, { refresh: true });
  return true;
}

async function findDoubt(
  db: Db,
  { origin, size, root, path }: { origin: string; size: number; root: Buffer; path: string },
): Promise<string | null> {
  if (origin !== (await findOrigin(db))) return `The checkpoints in ${path} belong to another log: ${origin}.`;
  const doubt = await findFork(openStoredTree(db), { size: await treeSize(db), last: { size, root } });
  return doubt === null ? null : `${doubt} ${path} has that checkpoint.`;
}

const NOTE = /(?<=^|\n)(?<origin>[^\n]+)\n(?<size>\d{1,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n\n\u2014 /gu;

function lastNote(text: string): { origin: string; size: number; root: Buffer } | null {
  const { origin, size, root } = [...text.matchAll(NOTE)].at(-1)?.groups ?? {};
  if (origin === undefined || root === undefined) return null;
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

async function readTail(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const length = Math.min(size, TAIL_BYTES);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (getErrorCode(error) === undefined) throw error;
    return '';
  }
}
