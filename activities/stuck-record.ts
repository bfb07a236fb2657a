import { codeOf, messageOf } from '../domain/error-parts.js';
import { raiseAttention, resolveAttention, type Attention } from '../registry/ops/attention.js';
import type { Db } from '../registry/db.js';
import type { ActivityContext } from './activity-context.js';

/** A record step that fails for so long is told to ops; its tries are 20 s apart at most, so that it is told within a minute. */
const STUCK_MS = 40_000;
/** What two writers met in is gone by then. */
const IMPOSSIBLE_ATTEMPT = 3;

export type RecordAttempt = Pick<ActivityContext, 'attempt' | 'triedMs'>;

/**
 * Whether the registry refuses the data itself, so that trying it again leads nowhere: PostgreSQL's classes of data that is
 * none and of broken rules, after more tries than a meeting of two writers lasts.
 */
export function isImpossible(error: unknown, { attempt }: RecordAttempt): boolean {
  return /^2[23]/.test(codeOf(error) ?? '') && attempt() >= IMPOSSIBLE_ATTEMPT;
}

/** Tells ops of a record step that fails for long or for good. A registry that is away cannot be told, and says so itself. */
export async function tellOfStuck(
  db: Db,
  { noticeId, error, impossible }: { noticeId: string; error: unknown; impossible: boolean },
  { triedMs }: RecordAttempt,
): Promise<void> {
  if (!impossible && triedMs() < STUCK_MS) return;
  await raiseAttention(db, stuckRecord(noticeId, error, impossible), { refresh: true }).catch(() => undefined);
}

/** The step has gone through. */
export async function settleStuck(db: Db, noticeId: string, { attempt }: RecordAttempt): Promise<void> {
  if (attempt() > 1) await resolveAttention(db, { key: keyOf(noticeId) });
}

const keyOf = (noticeId: string) => `${noticeId}:record_stuck`;

function stuckRecord(noticeId: string, error: unknown, impossible: boolean): Attention {
  const why = impossible
    ? 'The registry cannot store a change of this notice: it violates a constraint.'
    : 'A change of this notice could not be recorded for most of a minute.';
  const code = codeOf(error) ?? null;
  return {
    key: keyOf(noticeId),
    kind: 'record_stuck',
    noticeId,
    summary: `${why} It takes effect only once it is recorded.`,
    // A message of the database may quote what was to be written, which not everybody may read who sees this.
    detail: { code, rule: ruleOf(error), error: code === null ? messageOf(error).slice(0, 200) : null },
  };
}

function ruleOf(error: unknown): string | null {
  const rule = typeof error === 'object' && error !== null ? Reflect.get(error, 'constraint') : null;
  return typeof rule === 'string' ? rule : null;
}
