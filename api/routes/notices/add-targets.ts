import { idParams } from '../../../contract/params.js';
import type { Transaction } from 'kysely';
import type { Tables } from '../../../registry/tables.js';
import { addTargetList } from '../../../application/intake/add-targets.js';
import { drainOutbox } from '../../../application/letters/outbox/drain-outbox.js';
import { noSuchNotice } from '../../../application/access.js';
import { admit } from '../../admit.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer, toSent } from '../../idempotency.js';
import { fieldProblem } from '../../problems.js';
import { LIST_CONSUMES, listBody, listQueryParameters, openSentList, readable, takeRawLists } from '../../raw-list.js';
import { addedTargets } from '../../../contract/lists.js';

/**
 * `POST /v1/notices/{id}/targets`: adds the rows of a list, in triage or review only. Known rows merge, so that sending
 * a list again adds nothing; invalid lines are reported with their reason.
 */
export function registerAddTargets(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Add a list of targets',
    description: 'CSV, NDJSON, JSON, plain text or a workbook as the raw body, at most 32 MiB and 100,000 rows.',
    tags: ['lists'],
    consumes: LIST_CONSUMES.filter((mediaType) => mediaType !== 'application/pdf'),
    querystring: listQueryParameters,
    body: listBody,
    response: { 200: addedTargets },
  };
  takeRawLists(app, (scope) => {
    scope.post(
      '/v1/notices/:id/targets',
      { schema, preValidation: (request) => admit(context, request, ADDING) },
      async (request, reply) => {
        const { notice: row } = request;
        if (row === null) throw noSuchNotice();
        const list = await openSentList(request);
        if (list.format === 'pdf') throw fieldProblem('', READ_FIRST);
        const work = async (trx: Transaction<Tables>) => {
          const caller = requireCaller(request);
          const answer = await addTargetList(trx, { row, caller, list, at: context.now() });
          return { status: 200, answer: { ...answer }, location: null, noticeId: row.id };
        };
        const key = readIdempotencyKey(request);
        const body = { sha256: list.sha256, mediaType: list.mediaType, name: list.name };
        const once = await readable(async () =>
          key === undefined
            ? toSent(await context.db.transaction().execute(work))
            : answerOnce(context.db, request, { key, scope: `${row.id}/targets`, body }, work),
        );
        // The sweeper would do this within seconds; doing it now resolves the new targets sooner.
        drainOutbox(context, { limit: 10, noticeId: row.id }).catch((error: unknown) =>
          request.log.warn({ err: error }, 'signalling added targets failed; the sweeper will retry'),
        );
        return sendAnswer(reply, once);
      },
    );
  });
}

const ADDING = { permission: 'targets.add', name: 'add_targets' } as const;
const READ_FIRST =
  'Targets read from a PDF must be checked by a person. Read it with POST /v1/lists/read, then send the rows as CSV or NDJSON.';
