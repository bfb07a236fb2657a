import type { LumenFacts } from '../../domain/report/lumen-notice.js';
import { MOST_LUMEN_URLS } from '../../domain/report/lumen-notice.js';
import { UNPUBLISHABLE, type Unpublishable, whyUnpublishable } from '../../domain/report/publication.js';
import type { StatementFigures } from '../../domain/report/public-statement.js';
import type { Outcome } from '../../domain/notice/notice.js';
import { ask } from '../../registry/ask.js';
import type { Connection } from '../../registry/db.js';
import { bodyOf, type NoticeRow } from '../../registry/notice/notices.js';
import { isSecret } from '../../registry/notice/secrecy.js';
import { countForStatement, listItemUrls } from '../../registry/report/publications.js';
import { HOUSE_DEFAULT } from '../../rulebook/rulebook.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';

/** A notice that has come to an end of some sort. */
type Ended = NoticeRow & { outcome: Outcome };

/** Why nothing of a notice may be published; null: it may. */
export async function whyUnpublishableNow(db: Connection, row: NoticeRow): Promise<Unpublishable | null> {
  const { kind, authenticity, outcome, erased_at: erasedAt } = row;
  return whyUnpublishable({
    secret: await isSecret(db, row.id),
    erased: erasedAt !== null,
    kind,
    authenticity,
    outcome,
  });
}

/** Throws `illegal_transition` where nothing of a notice may be published. */
export async function needPublishable(db: Connection, row: NoticeRow): Promise<Ended> {
  const why = await whyUnpublishableNow(db, row);
  if (why !== null) throw new Refusal('illegal_transition', UNPUBLISHABLE[why]);
  if (row.outcome === null) throw new Refusal('illegal_transition', UNPUBLISHABLE.undecided);
  return { ...row, outcome: row.outcome };
}

/** Title of the law that a notice came under, in English; null: none is known. */
function lawTitle({ rulebook }: Pick<Services, 'rulebook'>, { regime_id: id }: NoticeRow): string | null {
  return id === HOUSE_DEFAULT ? null : (rulebook.regimeById(id)?.title ?? id);
}

type Sources = Pick<Services, 'rulebook' | 'letterSender'>;

/** What the record says of a notice for Lumen. */
export async function lumenFactsOf(db: Connection, sources: Sources, row: Ended): Promise<LumenFacts> {
  const { company, service } = sources.letterSender;
  return {
    kind: row.kind,
    authority: { name: row.authority_name, country: row.authority_country },
    recipient: company ?? service,
    reference: row.reference ?? '',
    subject: row.subject,
    body: (await ask(db, bodyOf(row.id, { withheld: false }))) ?? '',
    issuedAt: row.issued_at,
    receivedAt: row.received_at,
    language: row.language,
    law: lawTitle(sources, row),
    outcome: row.outcome,
    items: row.targets,
    urls: await listItemUrls(db, { noticeId: row.id, limit: MOST_LUMEN_URLS }),
  };
}

const day = (at: Date) => at.toISOString().slice(0, 10);

/** An order in figures, as the ledger stands. */
export async function figuresOf(
  db: Connection,
  sources: Pick<Services, 'rulebook'>,
  row: Ended,
): Promise<StatementFigures> {
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
