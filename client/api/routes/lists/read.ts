import { setImmediate as breathe } from 'node:timers/promises';
import { readTargets } from '../../../../domain/target.js';
import {
  isProblem,
  ListRefused,
  MOST_ROWS,
  type ListItem,
  type ListProblem,
  type ListRow,
} from '../../../lists/item.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { LIST_CONSUMES, listBody, listQueryParameters, openSentList, readable, takeRawLists } from '../../raw-list.js';
import { readListView } from '../../schema/lists.js';

/** Lines read in one go; then other requests have their turn. */
const AT_ONCE = 2_000;

/**
 * `POST /v1/lists/read`: what a list in any format would bring, a PDF's table too, without writing anything. The rows
 * are a proposal for a person to check.
 */
export function registerReadList(app: Api, _context: ApiContext): void {
  const schema = {
    summary: 'Read a list without keeping it',
    description: 'Rows of further sheets of a workbook are counted on. What a PDF gives is a proposal: check it.',
    tags: ['lists'],
    consumes: LIST_CONSUMES,
    querystring: listQueryParameters,
    body: listBody,
    response: { 200: readListView },
  };
  takeRawLists(app, (scope) => {
    scope.post('/v1/lists/read', { schema, preValidation: needs('targets.add') }, async (request) => {
      const { items, format } = await openSentList(request);
      const { rows, problems } = await readable(() => collect(items));
      const { targets, merged, places } = readTargets(rows);
      return {
        format,
        total: rows.length + problems.length,
        merged,
        rows: targets.map(({ type, locator, note, problem, flags }, index) => ({
          line: rows[places[index] ?? 0]?.line ?? 0,
          type,
          locator,
          note,
          problem,
          flags,
        })),
        problems,
      };
    });
  });
}

async function collect(items: Iterable<ListItem>): Promise<{ rows: ListRow[]; problems: ListProblem[] }> {
  const rows: ListRow[] = [];
  const problems: ListProblem[] = [];
  for (const item of items) {
    if (isProblem(item)) problems.push(item);
    else rows.push(item);
    const total = rows.length + problems.length;
    if (total > MOST_ROWS) throw new ListRefused(`A list has at most ${MOST_ROWS} rows. Split it.`);
    if (total % AT_ONCE === 0) await breathe();
  }
  if (rows.length + problems.length === 0) throw new ListRefused('The list holds no rows.');
  return { rows, problems };
}
