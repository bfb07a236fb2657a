import { previewList } from '../../../application/intake/preview-list.js';
import { readListView } from '../../../contract/lists.js';
import { flag } from '../../../contract/query.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { LIST_CONSUMES, listBody, listQueryParameters, openSentList, readable, takeRawLists } from '../../raw-list.js';

export function registerListsRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Preview a list without storing it',
    description:
      'Row numbers continue across the sheets of a workbook. Targets from a PDF, and facts that a document states about its notice, are proposals: check them.',
    tags: ['lists'],
    consumes: LIST_CONSUMES,
    querystring: listQueryParameters.extend({
      document: flag.describe('The file is the order itself: not refused if it contains no list'),
    }),
    body: listBody,
    response: { 200: readListView },
  };
  takeRawLists(app, (scope) => {
    scope.post('/v1/lists/read', { schema, preValidation: needs('targets.add') }, async (request) => {
      const { items, text, format } = await openSentList(request);
      const isDocument = request.query.document === true;
      return { format, ...(await readable(() => previewList(context, { items, text, isDocument }))) };
    });
  });
}
