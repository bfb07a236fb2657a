import { z } from 'zod';
import { listKnown } from '../../../registry/rulebook/rulebook-revisions.js';
import { pickKnown } from '../../../application/clocks/rulebook/affected-clocks.js';
import { createPendingView, type PendingMove } from '../../../application/clocks/rulebook/pending-moves.js';
import { byNumber } from '../../../application/clocks/rulebook/revisions.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { pendingRevisionView } from '../../../contract/rulebook/rulebook.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { toReader } from '../../../application/caller.js';

function viewMove({ notice, number, clock, kind, from, to, why }: PendingMove) {
  return { notice, number, clock, kind, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, why };
}

export function registerGetPendingRevision(app: Api, context: ApiContext): void {
  const viewPending = createPendingView(context.db, context, () => context.now().getTime());
  const schema = {
    summary: 'Preview which open clocks the current rulebook would move',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: pendingRevisionView },
  };
  app.get('/v1/rulebook/revision', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = requireCaller(request);
    const { cursor, ...paging } = request.query;
    const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
    const { edition, ...affected } = await viewPending(after === null ? 'first' : 'later');
    const known = await listKnown(context.db, {
      notices: [...new Set([...affected.clocks, ...affected.lost].map(({ notice }) => notice))],
      reader: toReader(caller),
    });
    const { clocks: visible, ...counts } = pickKnown(affected, ({ notice }) => known.has(notice));
    const rest =
      after === null ? visible : visible.filter((move) => byNumber(move, { number: after[0], clock: after[1] }) > 0);
    const page = await answerPage(paging, {
      rows: async (limit) => rest.slice(0, limit),
      total: async () => visible.length,
      view: viewMove,
      key: ({ number, clock }) => [number, clock],
    });
    const shown = rest.slice(0, page.items.length);
    const seen = shown.map(({ notice: id, secrecyLevel: level }) => ({ id, level }));
    await recordSecretReads(context, caller, { seen, list: 'rulebook_revision' });
    return { edition, ...counts, clocks: visible.length, ...page };
  });
}
