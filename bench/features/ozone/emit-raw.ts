import { randomBytes } from 'node:crypto';
import type { Pool } from 'undici';
import { cpuPerOp, type CpuMs, readCpu } from '../../rig/cpu.js';
import { round3 } from '../../rig/pairs.js';
import type { BenchOzone } from './rig.js';

/** Ozone is no faster with more. */
export const CONCURRENCY = 16;
export const DESK_DID = 'did:plc:noticedeskofabenchmark00';

export interface Figures {
  perSecond: number;
  cpuMs: CpuMs;
}

export function aDid(): string {
  return `did:plc:${[...randomBytes(24)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')}`;
}

/** Takes accounts down one by one, and keeps nothing of it. */
export async function emitRaw(pool: Pool, { password }: BenchOzone, targets: number): Promise<Figures> {
  const dids = Array.from({ length: targets }, aDid);
  const before = readCpu();
  const from = performance.now();
  const goOn = async () => {
    for (let did = dids.pop(); did !== undefined; did = dids.pop()) await takeDown(pool, password, did);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, goOn));
  const ms = performance.now() - from;
  return { perSecond: round3(targets / (ms / 1000)), cpuMs: cpuPerOp(before, readCpu(), targets) };
}

async function takeDown(pool: Pool, password: string, did: string): Promise<void> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/xrpc/tools.ozone.moderation.emitEvent',
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      event: { $type: 'tools.ozone.moderation.defs#modEventTakedown' },
      subject: { $type: 'com.atproto.admin.defs#repoRef', did },
      createdBy: DESK_DID,
    }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`Ozone answered ${statusCode}: ${text}`);
}
