import { addTargetList } from '../../../application/intake/add-targets.js';
import { drainOutbox } from '../../../application/letters/outbox/drain-outbox.js';
import { addedTargets } from '../../../contract/lists.js';
import { idParams } from '../../../contract/params.js';
import { admitTo, requireAdmitted } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { fieldProblem } from '../../problems.js';
import { LIST_CONSUMES, listBody, listQueryParameters, openSentList, readable, takeRawLists } from '../../raw-list.js';

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
      { schema, preValidation: admitTo(context, { permission: 'targets.add', name: 'add_targets' }) },
      async (request, reply) => {
        const admitted = requireAdmitted(request);
        const list = await openSentList(request);
        if (list.format === 'pdf') throw fieldProblem('', READ_FIRST);
        const key = readIdempotencyKey(request);
        const added = await readable(() => addTargetList(context, admitted, { list, key }));
        // The sweeper would do this within seconds; doing it now resolves the new targets sooner.
        drainOutbox(context, { limit: 10, noticeId: admitted.row.id }).catch((error: unknown) =>
          request.log.warn({ err: error }, 'signalling added targets failed; the sweeper will retry'),
        );
        return sendAnswer(reply, added);
      },
    );
  });
}

const READ_FIRST =
  'Targets read from a PDF must be checked by a person. Read it with POST /v1/lists/read, then send the rows as CSV or NDJSON.';
