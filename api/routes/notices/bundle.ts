import type { TimelineRow } from '../../../registry/notice/audit-views.js';
import { idParams } from '../../../contract/params.js';
import type { TargetRow } from '../../../registry/target/targets.js';
import { streamBundle } from '../../../client/bundle/stream-bundle.js';
import { findReadableNotice, needDocuments } from '../../access.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { binary } from '../../../contract/binary.js';
import { noQuery } from '../../../contract/query.js';
import { loadNoticeView } from '../../view/notice.js';
import { blindTargetsOf } from '../../view/blind-targets.js';
import { toClockView, toLetterView, toSenderCheckView, toTargetView, toTimelineView } from './part-views.js';
import { readerOf } from '../../../client/caller.js';

/** `GET /v1/notices/{id}/bundle`: everything about a notice in one zip, with a manifest of hashes. */
export function registerGetBundle(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Everything about a notice as a zip',
    tags: ['notices'],
    querystring: noQuery,
    response: {
      200: binary(
        'application/zip',
        'notice.json, targets (.csv, .ndjson), clocks, sender checks, timeline, letters, documents, manifest.json',
      ),
    },
  };
  app.get('/v1/notices/:id/bundle', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const caller = callerOf(request);
    const notice = await loadNoticeView(context, { row, caller });
    const blind = await blindTargetsOf(context, caller, { noticeId: row.id });
    const toTarget = (target: TargetRow) => toTargetView(target, blind.has(target.no));
    const toEntry = (entry: TimelineRow) => toTimelineView(entry, { blind, reader: caller.person.id });
    const zip = streamBundle(context.db, {
      notice,
      noticeId: row.id,
      at: context.now(),
      by: caller.person.name,
      reader: readerOf(caller),
      views: {
        target: toTarget,
        clock: toClockView,
        letter: toLetterView,
        timeline: toEntry,
        senderCheck: toSenderCheckView,
      },
    });
    // Truncated, so that nobody takes half a bundle for a whole one.
    zip.once('error', (error) => {
      request.log.error({ err: error }, 'bundle failed');
      reply.raw.destroy();
    });
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${row.number}.zip"`)
      .send(zip);
  });
}
