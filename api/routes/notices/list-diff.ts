import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countDiff, findEarlierList, listDiff, type DiffRow } from '../../../registry/targets/list-diff.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { findReadableNotice } from '../../access.js';
import { findReadable, needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { DIFF_PARTS, listDiffView } from '../../../contract/lists.js';
import { cursorKeys, listQuery, queryText } from '../../../contract/query.js';
import { toReader, type Caller } from '../../../application/caller.js';

const query = listQuery({
  against: queryText(100).optional().describe('Notice to compare with (default: the latest earlier one)'),
  part: z.enum(DIFF_PARTS).optional().describe('Also return the rows of this part, paged'),
});

/**
 * `GET /v1/notices/{id}/list-diff`: targets added, removed and unchanged against an earlier notice, with the decision
 * of each row then. Without `against`: the latest of the authority's last twenty notices that the caller can read and
 * that shares targets; without one, everything is new.
 */
export function registerListDiff(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: "Compare a notice's targets with an earlier notice",
    tags: ['lists'],
    querystring: query,
    response: { 200: listDiffView },
  };
  app.get('/v1/notices/:id/list-diff', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { against: otherId, part, cursor, ...paging } = request.query;
    const other = await findOther(context, requireCaller(request), { row, otherId });
    const pair = { noticeId: row.id, against: other?.id ?? null };
    const counts = await countDiff(context.db, pair);
    const answer = { against: other === null ? null : { id: other.id, number: other.number }, ...counts };
    if (part === undefined) return answer;
    const [after = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const page = await answerPage(paging, {
      rows: (limit) => listDiff(context.db, { ...pair, part, after, limit }),
      total: async () => counts[part],
      view: toDiffView,
      key: ({ position }) => [position],
    });
    return { ...answer, ...page };
  });
}

/** A notice that the caller cannot read counts as absent. */
async function findOther(
  context: ApiContext,
  caller: Caller,
  { row, otherId }: { row: NoticeRow; otherId: string | undefined },
): Promise<{ id: string; number: string } | null> {
  const id = otherId ?? (await findEarlierList(context.db, { noticeId: row.id, reader: toReader(caller) }));
  if (id === undefined) return null;
  const { row: other, access } = await findReadable(context, caller, id);
  needFacts(access);
  return other;
}

function toDiffView(row: DiffRow) {
  const { no, type, locator, note, flags, problem } = row;
  return { no, type, locator, note, flags, problem, before: toBefore(row) };
}

function toBefore(row: DiffRow) {
  if (row.before_no === null || row.before_status === null) return null;
  return {
    no: row.before_no,
    status: row.before_status,
    decision:
      row.before_action === null
        ? null
        : {
            action: row.before_action,
            grounds: row.before_grounds ?? [],
            countries: row.before_countries ?? [],
            note: row.before_note ?? '',
            at: row.before_at?.toISOString() ?? null,
          },
  };
}
