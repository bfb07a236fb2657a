import { inboundAccept } from '../../../contract/mail/inbound.js';
import type { NoticeCreate } from '../../../contract/notice-create.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { needTakeable } from '../../../application/intake/inbound/decide-mail.js';
import { storeMailNotice, readMailNotice } from '../../../application/intake/inbound/accept-mail.js';
import { toReader } from '../../../application/caller.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { isKnownTo } from '../../../registry/notices/secrecy.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { toReceiptView } from '../../../application/intake/notice/notice-summary.js';
import { loadNoticeView } from '../../../application/intake/notice/notice-view.js';
import { answerWrite } from '../answer-write.js';
import { needInbound } from './view.js';

export function registerTakeInbound(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Create a notice from a mail',
    description:
      'Takes an intake body without documents: the mail and its attachments become the documents. Without targets, lists among the attachments become the targets. A mail classified as `bounce` or `automatic` needs `confirmAutomatic`.',
    tags: ['inbound'],
    querystring: noQuery,
    body: inboundAccept,
    response: { 201: receivedNotice },
  };
  app.post('/v1/inbound/:id/accept', { schema, preValidation: needs('inbound.sort') }, async (request, reply) => {
    const caller = requireCaller(request);
    const { id } = await needInbound(context.db, request, caller);
    const { confirmAutomatic: confirmed = false, ...sent } = request.body;
    const body: NoticeCreate = { ...sent, documents: [] };
    let started: NoticeInput | undefined;
    const answer = await answerWrite(
      context,
      { request, reply, scope: `POST /v1/inbound/${id}/accept` },
      async (trx) => {
        const mail = await needTakeable(trx, { id, confirmed });
        const read = await readMailNotice(context, { caller, mail, body });
        const kept = await storeMailNotice(trx, { signer: context.signer, read, mail, at: context.now() });
        started = kept.input;
        const { notice, merged, raised } = read.read;
        const row = await getNotice(trx, notice.id);
        const known = await isKnownTo(trx, { noticeId: notice.id, reader: toReader(caller) });
        const view = known ? await loadNoticeView({ ...context, db: trx }, { row, caller }) : toReceiptView(row);
        const counts = {
          targetsAccepted: notice.targets.length,
          targetsMerged: merged,
          targetsFlagged: kept.flagged,
          ...(raised === null ? {} : { raised }),
        };
        return { status: 201, answer: { ...view, ...counts }, location: `/v1/notices/${notice.id}` };
      },
    );
    // If this start is lost, the outbox starts the workflow.
    if (started !== undefined) await context.engine.start(started).catch(() => undefined);
    return answer;
  });
}
