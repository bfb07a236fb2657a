import type { Stage } from '../../domain/notice/notice.js';
import { findStatusFacts } from '../../registry/letter/status-updates.js';
import { dateWords } from '../base.js';
import type { LetterOfKind } from '../letter-of-kind.js';

/** How an open notice stands, before it is answered. */
export interface Standing {
  stage: Stage;
  targetCount: number;
  /** Since when our question or request waits for an answer. */
  askedAtMs: number | null;
  /** When the next time limit of ours ends. */
  dueAtMs: number | null;
  /** Targets that this notice no longer holds, which an earlier report may name as acted upon. */
  restored: number;
  /** When the authority hears again. */
  nextAtMs: number | null;
}

/** The answer to a notice that lists nothing (`interim` is null); else where an open notice stands, which answers nothing. */
export const statusUpdate: LetterOfKind<{ interim: Standing | null }> = {
  async gather(db, { noticeId, effect, context: { stage, targets }, nowMs, ahead = false }) {
    // The answer goes with its submission, or is written ahead of it.
    if (effect.submission !== null || ahead) return { data: { interim: null } };
    const facts = await findStatusFacts(db, { noticeId });
    const future = (at: Date | null) => (at !== null && at.getTime() > nowMs ? at.getTime() : null);
    const interim = {
      stage,
      targetCount: targets,
      askedAtMs: facts.asked_at?.getTime() ?? null,
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
      asked: at(interim?.askedAtMs),
      due: at(interim?.dueAtMs),
      next_update: at(interim?.nextAtMs),
    };
  },
};
