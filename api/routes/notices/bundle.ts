import { viewProposal } from '../../../application/letters/proposals/proposal-view.js';
import { z } from 'zod';
import { makeCheckpoint } from '../../../application/audit/make-checkpoint.js';
import { createHideStaff, withoutStaff } from '../../../application/audit/bundle/hide-staff.js';
import { can } from '../../../domain/people/permission.js';
import { findOrigin } from '../../../registry/audit/checkpoints.js';
import { readAsService } from '../../../registry/reading.js';
import { idParams } from '../../../contract/params.js';
import { streamBundle } from '../../../application/audit/bundle/stream-bundle.js';
import { findReadableNotice } from '../../access.js';
import { needDocuments } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { binary } from '../../../contract/binary.js';

import { loadAuthenticity } from '../../../application/intake/sender/authenticity.js';
import { loadNoticeView } from '../../../application/intake/notice/notice-view.js';
import { findBlindTargets } from '../../../application/intake/notice/blind-targets.js';
import {
  isUndecidedFor,
  toClockView,
  toLetterView,
  toSenderCheckView,
  toTargetView,
  toTimelineView,
} from '../../../application/intake/notice/part-views.js';
import { findNoticeWithUsers, type NoticeWithUsers } from '../../../application/intake/notice/notice-with-users.js';
import { findPenalty } from '../../../rulebook/consequence.js';
import { standOfClock } from '../../../application/clocks/rulebook/law-reviews.js';
import { readReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import { toReader } from '../../../application/caller.js';

const query = z.strictObject({
  names: z.enum(['true', 'false']).default('false').describe('Staff by name instead of pseudonym; counsel only'),
});

export function registerGetBundle(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Everything about a notice as a zip',
    tags: ['notices'],
    querystring: query,
    response: {
      200: binary(
        'application/zip',
        'README.txt, notice.json, targets (.csv, .ndjson), clocks, authenticity, sender checks, proposals, timeline, letters, documents, proofs of the log’s entries, manifest.json and its signature',
      ),
    },
  };
  app.get('/v1/notices/:id/bundle', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const caller = requireCaller(request);
    const withNames = request.query.names === 'true';
    if (withNames && !can(caller.roles, 'bundle.names')) throw notPermitted('bundle.names');
    const hide = withNames ? (text: string) => text : await createHideStaff(context.db);
    const hidden = <View>(view: View) => (withNames ? view : withoutStaff(view, hide));
    const blind = await findBlindTargets(context, caller, { noticeId: row.id });
    const reader = caller.person.id;
    const records = await readReviewRecords(context.db);
    const law = { rulebook: context.rulebook, records, nowMs: context.now().getTime() };
    const withUsers = await findNoticeWithUsers(context, row);
    const zip = streamBundle(context.db, {
      notice: hidden(await loadNoticeView(context, { row, caller })),
      authenticity: hidden(await loadAuthenticity(context, { row, caller })),
      noticeId: row.id,
      at: context.now(),
      by: hide(caller.person.name),
      reader: toReader(caller),
      proof: {
        origin: await findOrigin(context.db),
        checkpoint: await readAsService('checkpoint', () => makeCheckpoint(context)),
        signer: context.auditSigner,
        isWithheld: (entry) => isUndecidedFor(entry, { blind, reader }),
      },
      views: createViews({ hidden, blind, reader, withUsers, law, traced: context.traced }),
    });
    // Truncates the response, so that half a bundle is not taken for a whole one.
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

interface Viewing {
  hidden: <View>(view: View) => View;
  blind: ReadonlySet<number>;
  reader: string;
  withUsers: NoticeWithUsers;
  law: Parameters<typeof standOfClock>[0] & { rulebook: ApiContext['rulebook'] };
  traced: ApiContext['traced'];
}

function createViews({
  hidden,
  blind,
  reader,
  withUsers,
  law,
  traced,
}: Viewing): Parameters<typeof streamBundle>[1]['views'] {
  return {
    target: (target) => hidden(toTargetView(target, blind.has(target.no), withUsers)),
    clock: (clock, beside) =>
      hidden(
        toClockView(clock, beside, { review: standOfClock(law, clock), penalty: findPenalty(law.rulebook, clock) }),
      ),
    letter: toLetterView,
    timeline: (entry) => hidden(toTimelineView(entry, { blind, reader, traced })),
    senderCheck: (check) => hidden(toSenderCheckView(check)),
    proposal: (proposal) => hidden(viewProposal(proposal)),
  };
}
