import type { z } from 'zod';
import type { necessityView, necessityWrite } from '../../contract/review/necessity.js';
import {
  listNecessityRules,
  NECESSITY_QUESTIONS,
  NECESSITY_RULES,
  type NecessityAnswers,
} from '../../domain/submissions/necessity.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import {
  countNecessity,
  findNecessity,
  insertNecessity,
  type NecessityRow,
} from '../../registry/submissions/necessity.js';
import { needNotice, type Reading } from '../access.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';

type View = z.input<typeof necessityView>;

/** Returns whether necessity and proportion have to be weighed, and what was answered: of the drafts, or a submission. */
export async function readNecessity(
  services: Reading,
  caller: Caller,
  { id, submission = null }: { id: string; submission?: number | null | undefined },
): Promise<View> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  return describeNecessity(services.db, { row, submission });
}

/** Records a reviewer's answers for the drafts as they are. */
export async function answerNecessity(
  { trx, services, caller }: Acting,
  { row, answers }: { row: NoticeRow; answers: z.output<typeof necessityWrite> },
): Promise<View> {
  const { stage, draft_revision: revision } = await lockNotice(trx, row.id);
  if (stage === 'closed') throw new Refusal('illegal_transition', 'The notice is closed. Reopen it first.');
  const at = services.now();
  await insertNecessity(trx, { noticeId: row.id, revision, by: caller.person.id, at, answers });
  const view = await describeNecessity(trx, { row, submission: null });
  const targets = view.required.reduce((sum, one) => sum + one.targets, 0);
  const event = { action: 'necessity_answered', detail: { targets } } as const;
  await appendAudit(trx, [{ ...event, at, noticeId: row.id, actor: toActor(caller) }]);
  return view;
}

export async function describeNecessity(
  db: Connection,
  { row, submission }: { row: NoticeRow; submission: number | null },
): Promise<View> {
  const where = { noticeId: row.id, submission };
  const required: (View['required'][number] & { revision: number })[] = [];
  for (const because of listNecessityRules(row.jurisdiction)) {
    const { targets, revision } = await countNecessity(db, { ...where, because });
    if (targets > 0) required.push({ because, targets, revision, source: NECESSITY_RULES[because].source });
  }
  const found = await findNecessity(db, where);
  return {
    required: required.map(({ revision: _, ...one }) => one),
    current: required.every(({ revision }) => found !== undefined && found.revision >= revision),
    answered: found === undefined ? null : toAnswered(found),
  };
}

function toAnswered({ answers, by, byName, at }: NecessityRow) {
  const kept: Partial<NecessityAnswers> = answers;
  return {
    answers: NECESSITY_QUESTIONS.flatMap((question) => {
      const answer = kept[question];
      return answer === undefined ? [] : [{ question, ...answer }];
    }),
    by,
    byName,
    at: at.toISOString(),
  };
}
