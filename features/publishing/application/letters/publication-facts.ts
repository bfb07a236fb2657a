import { type LumenFacts, MAX_LUMEN_URLS } from '../../domain/lumen-notice.js';
import {
  type PublishingLaw,
  formatUnpublishable,
  UNPUBLISHABLE,
  type Unpublishable,
  whyUnpublishable,
  approvalsNeeded,
} from '../../domain/publication.js';
import type { PublicFigures } from '../../domain/public-statement.js';
import type { Outcome } from '../../../../domain/notices/notice.js';
import { ask } from '../../../../registry/ask.js';
import type { Connection } from '../../../../registry/db.js';
import { queryBody, type NoticeRow } from '../../../../registry/notices/notices.js';
import { isSecret } from '../../../../registry/notices/secrecy.js';
import { countForStatement, listItemUrls, type PublicationRow } from '../../registry/publications.js';
import { findNoticeLaw } from '../../../../rulebook/consequence.js';
import { findContestedDecisions } from '../../../../application/clocks/rulebook/contested-rules.js';
import { POLICY_DEFAULT } from '../../../../rulebook/rulebook.js';
import { Refusal } from '../../../../application/refusal.js';
import type { Services } from '../../../../application/services.js';
import { can } from '../../../../domain/people/permission.js';
import type { PublicationKind } from '../../../../domain/events/published.js';
import type { Caller } from '../../../../application/caller.js';

type Ended = NoticeRow & { outcome: Outcome };

type Laws = Pick<Services, 'rulebook'>;

export async function findPublishingLaw(laws: Laws, db: Connection, row: NoticeRow): Promise<PublishingLaw> {
  return { law: findNoticeLaw(laws.rulebook, row), counsel: await findContestedDecisions(laws, db, row) };
}

/** Returns why nothing of a notice may be published, as a code and a sentence; null: it may be published. */
export async function whyUnpublishableNow(
  laws: Laws,
  db: Connection,
  row: NoticeRow,
): Promise<{ code: Unpublishable; cure: string } | null> {
  const { kind, authenticity, outcome, erased_at: erasedAt } = row;
  const byLaw = await findPublishingLaw(laws, db, row);
  const code = whyUnpublishable({
    ...byLaw,
    secret: await isSecret(db, row.id),
    erased: erasedAt !== null,
    kind,
    authenticity,
    outcome,
  });
  return code === null ? null : { code, cure: formatUnpublishable(code, byLaw) };
}

/** Throws `illegal_transition` if nothing of a notice may be published. */
export async function needPublishable(laws: Laws, db: Connection, row: NoticeRow): Promise<Ended> {
  const why = await whyUnpublishableNow(laws, db, row);
  if (why !== null) throw new Refusal('illegal_transition', why.cure);
  if (row.outcome === null) throw new Refusal('illegal_transition', UNPUBLISHABLE.undecided);
  return { ...row, outcome: row.outcome };
}

function lawTitle({ rulebook }: Pick<Services, 'rulebook'>, { regime_id: id }: NoticeRow): string | null {
  return id === POLICY_DEFAULT ? null : (rulebook.regimeById(id)?.title ?? id);
}

type Sources = Pick<Services, 'rulebook' | 'letterSender'>;

export async function loadLumenFacts(db: Connection, sources: Sources, row: Ended): Promise<LumenFacts> {
  const { company, service } = sources.letterSender;
  return {
    kind: row.kind,
    authority: { name: row.authority_name, country: row.authority_country },
    recipient: company ?? service,
    reference: row.reference ?? '',
    subject: row.subject,
    body: (await ask(db, queryBody(row.id, { withheld: false }))) ?? '',
    issuedAt: row.issued_at,
    receivedAt: row.received_at,
    language: row.language,
    regime: row.regime_id,
    law: lawTitle(sources, row),
    outcome: row.outcome,
    items: row.targets,
    urls: await listItemUrls(db, { noticeId: row.id, limit: MAX_LUMEN_URLS }),
  };
}

const day = (at: Date) => at.toISOString().slice(0, 10);

/** Returns the figures of an order, as the ledger stands now. */
export async function loadStatementFigures(
  db: Connection,
  sources: Pick<Services, 'rulebook'>,
  row: Ended,
): Promise<PublicFigures> {
  const {
    acknowledged_at: acknowledgedAt,
    withheld,
    countries,
    removed,
    labelled,
  } = await countForStatement(db, row.id);
  return {
    kind: row.kind,
    authority: row.authority_name,
    country: row.authority_country,
    law: lawTitle(sources, row),
    received: day(row.received_at),
    acknowledged: acknowledgedAt === null ? null : day(acknowledgedAt),
    outcome: row.outcome,
    items: row.targets,
    withheld,
    countries,
    removed,
    labelled,
    restored: row.restored,
  };
}

export function toVersionView(kind: PublicationKind, row: PublicationRow, { person, roles }: Caller) {
  const took = row.drafted_by === person.id || row.approvals.some(({ id }) => id === person.id);
  return {
    version: row.version,
    state: row.state,
    digest: row.digest,
    draftedBy: { id: row.drafted_by, name: row.drafted_by_name },
    draftedAt: row.drafted_at.toISOString(),
    approvals: row.approvals,
    approvalsNeeded: approvalsNeeded(kind),
    mayJudge: row.state === 'drafted' && !took && can(roles, 'approve'),
    reason: row.reason,
    approvedAt: row.approved_at?.toISOString() ?? null,
  };
}
