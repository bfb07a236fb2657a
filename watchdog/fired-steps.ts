import { lastAuditSeq } from '../registry/notices/audit.js';
import type { Connection } from '../registry/db.js';
import {
  findAuditPlaceBefore,
  findStepsWithoutEffect,
  listFiredSteps,
  type StepWithoutEffect,
} from '../registry/ops/watchdog.js';
import { STEPS, STEPS_BACK_MS } from './rhythm.js';

/**
 * Entries of a transaction open for longer could appear behind a position already read; no transaction of the desk is.
 */
const OVERLAP_MS = 120_000;

/**
 * Follows the audit log from a day ago and keeps fired steps in memory until their effect is seen, so that each check
 * reads only new entries.
 */
export function createFiredSteps(): { listOverdue(db: Connection, at: Date): Promise<StepWithoutEffect[]> } {
  let places: { atMs: number; seq: number }[] | undefined;
  const waiting = new Map<number, number>();

  const readOn = async (db: Connection, at: Date) => {
    const nowMs = at.getTime();
    const since = new Date(nowMs - STEPS_BACK_MS);
    places ??= [{ atMs: nowMs, seq: await findAuditPlaceBefore(db, { at: since }) }];
    const last = await lastAuditSeq(db);
    const fired = await listFiredSteps(db, { afterSeq: places[0]?.seq ?? 0, since });
    for (const entry of fired) waiting.set(entry.seq, entry.at.getTime());
    places.push({ atMs: nowMs, seq: last });
    while ((places[1]?.atMs ?? nowMs) <= nowMs - OVERLAP_MS) places.shift();
    for (const [seq, atMs] of waiting) if (atMs < since.getTime()) waiting.delete(seq);
  };

  return {
    /** Returns escalation steps that fired but whose effect is overdue, oldest first. */
    async listOverdue(db, at) {
      await readOn(db, at);
      const before = at.getTime() - STEPS.lateAfterMs;
      const seqs = [...waiting].filter(([, atMs]) => atMs < before).map(([seq]) => seq);
      if (seqs.length === 0) return [];
      const steps = await findStepsWithoutEffect(db, { seqs });
      const open = new Set(steps.map(({ seq }) => seq));
      for (const seq of seqs) if (!open.has(seq)) waiting.delete(seq);
      return steps;
    },
  };
}
