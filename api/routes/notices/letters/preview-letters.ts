import type { FastifyRequest } from 'fastify';
import { idParams } from '../../../../contract/params.js';
import { z } from 'zod';
import {
  LETTER_KINDS,
  LETTER_NOTES,
  LETTER_TABLE,
  lettersFor,
  type LetterKind,
} from '../../../../domain/letters/letter.js';
import { can } from '../../../../domain/people/permission.js';
import { countDrafts, draftsByAction } from '../../../../registry/targets/ledger.js';
import { findLetterContext } from '../../../../registry/letters/letters.js';
import type { NoticeRow } from '../../../../registry/notices/notices.js';
import { listSubmissions } from '../../../../registry/submissions/submission-views.js';
import { LetterError } from '../../../../letters/letter-error.js';
import { letterNotes } from '../../../../letters/render-letter.js';
import { writeLetter } from '../../../../letters/write-letter.js';
import { toSubmissionLetter } from '../../../../application/letters/submission-letter.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import { requireCaller } from '../../../caller.js';
import { notPermitted } from '../../../../application/refusal.js';
import type { Api, ApiContext } from '../../../context.js';
import { fieldProblem } from '../../../problems.js';
import { letterFields } from '../../../../contract/commands.js';
import { count } from '../../../../contract/fields.js';
import { letterView } from '../../../../contract/notice-parts.js';
import { noQuery } from '../../../../contract/query.js';

const body = z
  .strictObject({
    ...letterFields,
    kind: z.enum(LETTER_KINDS).optional().describe('Only this letter'),
    submission: count
      .optional()
      .describe(
        "The letters of this submission, with its author's remarks; default: the letters of the current drafts",
      ),
  })
  .meta({ id: 'LettersPreview' });

const item = letterView.pick({ kind: true, language: true, to: true, subject: true, text: true, counts: true }).extend({
  when: z
    .enum(['approval', 'effect'])
    .describe('When it is sent; at `effect` it is written again with the counts at that time'),
  problem: z.string().nullable().describe('Why the letter cannot be written'),
  notes: z
    .array(z.enum(LETTER_NOTES))
    .describe(
      '`written_in_english`: the requested language has no text for this kind; `not_reviewed`: no native lawyer has reviewed the texts in its language',
    ),
});

/**
 * `POST /v1/notices/{id}/letters/preview`: the letters that a submission would send, rendered by the code that sends
 * them.
 */
export function registerPreviewLetters(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Preview the letters that a submission would send; nothing is stored',
    tags: ['notices'],
    querystring: noQuery,
    body,
    response: { 200: z.object({ items: z.array(item) }) },
  };
  app.post(
    '/v1/notices/:id/letters/preview',
    { schema, config: { reads: true }, preValidation: needsSubmitOrApprove },
    async (request) => {
      const { row, access } = await findReadableNotice(context, request);
      needDocuments(access);
      const { kind: wanted } = request.body;
      const { kinds, letter, submission } = await readOrder(context, row, request.body);
      const found = await findLetterContext(context.db, { noticeId: row.id, submission, now: context.now() });
      const chosen = wanted === undefined ? kinds : kinds.filter((kind) => kind === wanted);
      const items = await Promise.all(
        chosen.map((kind) =>
          preview(context, { noticeId: row.id, kind, submission, found: { ...found, letter, stage: 'reporting' } }),
        ),
      );
      return { items };
    },
  );
}

async function needsSubmitOrApprove(request: FastifyRequest): Promise<void> {
  const { roles } = requireCaller(request);
  if (!can(roles, 'submit') && !can(roles, 'approve')) throw notPermitted('submit');
}

async function readOrder({ db, rulebook }: ApiContext, row: NoticeRow, sent: z.infer<typeof body>) {
  if (sent.submission === undefined) {
    const byAction = draftsByAction(await countDrafts(db, row.id));
    const letter = toSubmissionLetter(rulebook, { row, byAction, letter: sent });
    return { kinds: lettersFor(byAction, row.targets), letter, submission: null };
  }
  const [found] = await listSubmissions(db, { noticeId: row.id, number: sent.submission, limit: 1 });
  if (found === undefined || found.state === 'returned')
    throw fieldProblem('/submission', 'There is no such submission that is open or approved.');
  const kinds = found.purpose === 'restoration' ? [] : lettersFor(found.by_action, found.targets);
  return { kinds, letter: found.letter, submission: found.number };
}

async function preview(
  { db, letterSender, now }: ApiContext,
  {
    noticeId,
    kind,
    submission,
    found,
  }: {
    noticeId: string;
    kind: LetterKind;
    submission: number | null;
    found: Awaited<ReturnType<typeof findLetterContext>>;
  },
) {
  const when = LETTER_TABLE[kind].leaves === 'when_done' ? ('effect' as const) : ('approval' as const);
  const shared = { kind, to: found.recipient, when };
  const effect = { letter: kind, submission, dialogue: null };
  const wantedLanguage = found.letter?.language ?? found.language;
  try {
    const { annex: _, ...written } = await writeLetter(db, {
      noticeId,
      effect,
      context: found,
      sender: letterSender,
      nowMs: now().getTime(),
      ahead: true,
    });
    return {
      ...shared,
      ...written,
      problem: null,
      notes: letterNotes({ requested: wantedLanguage, written: written.language }),
    };
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    return {
      ...shared,
      language: wantedLanguage,
      subject: '',
      text: '',
      counts: null,
      problem: error.message,
      notes: [],
    };
  }
}
