import type { z } from 'zod';
import type { contestedDecided } from '../../../contract/notice-acts.js';
import { contestedRules, type ContestedDecisions, type ContestedTopic } from '../../../domain/rulebook/contested.js';
import { listClosingDuties } from '../../../domain/duties/closing.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { loadContestedDecisions, listContestedDecisions } from '../../../registry/notices/contested-decisions.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { reopenDecided } from '../../../registry/user-notices/user-messages.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

type Laws = Pick<Services, 'rulebook'>;

/** Returns counsel's decisions on disputed rules of a notice's law; reads the log only if that law disputes any. */
export async function findContestedDecisions(
  { rulebook }: Laws,
  db: Connection,
  row: NoticeRow,
): Promise<ContestedDecisions> {
  return contestedRules(findNoticeLaw(rulebook, row), row.checklist).length === 0
    ? {}
    : loadContestedDecisions(db, row.id);
}

export async function listContestedRules({ rulebook }: Laws, db: Connection, row: NoticeRow) {
  const rules = contestedRules(findNoticeLaw(rulebook, row), row.checklist);
  if (rules.length === 0) return [];
  const decided = await listContestedDecisions(db, row.id);
  return rules.map((rule) => ({ ...rule, decision: decided.find(({ topic }) => topic === rule.topic) ?? null }));
}

export async function listDutiesToClose(laws: Laws, db: Connection, row: NoticeRow) {
  return listClosingDuties(findNoticeLaw(laws.rulebook, row), await findContestedDecisions(laws, db, row));
}

interface Deciding {
  trx: Connection;
  services: Pick<Services, 'now' | 'rulebook'>;
  caller: Caller;
}

/**
 * Records counsel's decision on a disputed rule for one notice. Throws `illegal_transition` if its law disputes no such
 * rule.
 */
export async function decideContestedRule(
  { trx, services, caller }: Deciding,
  { row, ...decision }: { row: NoticeRow; topic: ContestedTopic; allow: boolean; reason: string },
): Promise<z.infer<typeof contestedDecided>> {
  await lockNotice(trx, row.id);
  const isContested = contestedRules(findNoticeLaw(services.rulebook, row), row.checklist).some(
    ({ topic }) => topic === decision.topic,
  );
  if (!isContested)
    throw new Refusal('illegal_transition', 'The law of this notice has no contested rule on this topic.');
  const entry = { at: services.now(), noticeId: row.id, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'contested_rule_decided', detail: decision }]);
  if (decision.topic === 'user_notice' && decision.allow) await reopenDecided(trx, row.id);
  return { notice: row.id, topic: decision.topic, allow: decision.allow };
}
