import type { Stage } from '../../domain/notices/notice.js';
import { findStatusFacts } from '../../registry/letters/status-updates.js';
import { dateWords } from '../date-words.js';
import type { LetterOfKind } from '../letter-of-kind.js';

export interface OpenNoticeStatus {
  stage: Stage;
  targetCount: number;
  requestedAtMs: number | null;
  dueAtMs: number | null;
  /** Targets this notice no longer restricts, although an earlier report may list them as acted upon. */
  restored: number;
  nextAtMs: number | null;
}

/**
 * Either the answer to a notice that lists nothing (`interim` is null), or the interim status of an open notice, which
 * answers nothing.
 */
export const statusUpdate: LetterOfKind<{ interim: OpenNoticeStatus | null }> = {
  async gather(db, { noticeId, effect, context: { stage, targets }, nowMs, ahead = false }) {
    if (effect.submission !== null || ahead) return { data: { interim: null } };
    const facts = await findStatusFacts(db, { noticeId });
    const future = (at: Date | null) => (at !== null && at.getTime() > nowMs ? at.getTime() : null);
    const interim = {
      stage,
      targetCount: targets,
      requestedAtMs: facts.requested_at?.getTime() ?? null,
      dueAtMs: future(facts.due_at),
      nextAtMs: future(facts.next_due_at),
      restored: facts.restored,
    };
    return { data: { interim } };
  },
  view({ interim, zone, writtenAtMs }, texts) {
    const dates = dateWords(texts, zone);
    const at = (ms: number | null | undefined) => (ms == null ? '' : dates.full(ms));
    return {
      answers: interim === null,
      stage: interim?.stage ?? '',
      target_count: interim?.targetCount ?? 0,
      restored: interim?.restored ?? 0,
      as_of: at(writtenAtMs),
      asked: at(interim?.requestedAtMs),
      due: at(interim?.dueAtMs),
      next_update: at(interim?.nextAtMs),
    };
  },
};
