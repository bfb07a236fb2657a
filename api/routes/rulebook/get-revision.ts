import { z } from 'zod';
import { numberParams } from '../../../contract/params.js';
import { countMoves, listMoves, type RevisionMoveRow } from '../../../registry/rulebook/rulebook-revisions.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { revisionPage } from '../../../contract/rulebook/rulebook.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { needRevision, viewRevision } from './revision-parts.js';
import { toReader } from '../../../application/caller.js';

function viewMove(row: RevisionMoveRow) {
  return {
    notice: row.notice_id,
    number: row.number,
    clock: row.clock_id,
    kind: row.kind,
    from: row.from_due?.toISOString() ?? null,
    to: row.to_due?.toISOString() ?? null,
    state: row.state,
  };
}

export function registerGetRevision(app: Api, context: ApiContext): void {
  const schema = {
    params: numberParams,
    summary: 'Get a revision and its moves',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: revisionPage },
  };
  app.get('/v1/rulebook/revisions/:n', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = requireCaller(request);
    const row = await needRevision(context, request);
    const question = { revision: row.number, reader: toReader(caller) };
    const { cursor, ...paging } = request.query;
    const [after = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
    const moves = await countMoves(context.db, question);
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listMoves(context.db, { ...question, after, limit }),
      total: async () => moves.proposed + moves.made + moves.refused,
      view: (move) => {
        seen.push({ id: move.notice_id, level: move.secrecy_level });
        return viewMove(move);
      },
      key: ({ id }) => [id],
    });
    await recordSecretReads(context, caller, { seen, list: 'rulebook_revision' });
    return { ...viewRevision(row), moves, ...page };
  });
}
