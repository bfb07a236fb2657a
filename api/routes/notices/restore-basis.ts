import { idParams } from '../../../contract/params.js';
import { restoreBasisView } from '../../../contract/notice-parts.js';
import { mayActAlone } from '../../../domain/submissions/restoring-alone.js';
import { RESTORE_CAUSES } from '../../../domain/submissions/submission.js';
import { readProvenFacts } from '../../../application/enforcement/restore/proven-facts.js';
import { toReader } from '../../../application/caller.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

/**
 * `GET /v1/notices/{id}/restore-basis`: what the caller may restore without another person's approval, and the record
 * that shows it.
 */
export function registerGetRestoreBasis(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'The causes of restoration that the record supports',
    tags: ['notices'],
    response: { 200: restoreBasisView },
  };
  app.get('/v1/notices/:id/restore-basis', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const caller = requireCaller(request);
    const question = { noticeId: row.id, submission: null, author: caller.person.id, now: context.now() };
    const facts = await readProvenFacts(context.db, { ...question, reader: toReader(caller) });
    // Preservation is reported separately: a selection without such a target is judged by the cause alone.
    const others = { ...facts, preservedUntil: null };
    return {
      causes: RESTORE_CAUSES.map((cause) => ({ cause, alone: mayActAlone(cause, others) })),
      preservedUntil: facts.preservedUntil,
    };
  });
}
