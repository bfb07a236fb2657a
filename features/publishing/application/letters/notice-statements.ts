import type { z } from 'zod';
import type { PageQuery } from '../../../../contract/paging.js';
import type { statementView } from '../../contract/statements.js';
import { buildStatementDraft, isOutdated, statementDue, type StatedFacts } from '../../domain/statement.js';
import type { NoticeRow } from '../../../../registry/notices/notices.js';
import { listPublications } from '../../registry/publications.js';
import { countActedItems, listRestrictedItems, type ActedRow } from '../../registry/statements.js';
import { needNotice } from '../../../../application/access.js';
import type { Acting } from '../../../../application/acting.js';
import type { Caller } from '../../../../application/caller.js';
import { answerPage, readNumberCursor } from '../../../../application/paging.js';
import type { Services } from '../../../../application/services.js';
import { draftReasons } from './publications.js';
import { toVersionView } from './publication-facts.js';
import { toActedItem, whyUnstatable } from './state-reasons.js';

type Reading = Pick<Services, 'db' | 'now' | 'rulebook'>;

export async function listNoticeStatements(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const afterNo = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listRestrictedItems(services.db, { noticeId: row.id, afterNo, limit }),
    total: () => countActedItems(services.db, row.id),
    view: (acted) => toView(services, acted),
    key: ({ no }) => [no],
  });
}

/** Versions of the stated reasons with their approvals, the latest first. */
export async function listNoticeReasons(services: Reading, caller: Caller, id: string) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const versions = await listPublications(services.db, { kind: 'statement_of_reasons', noticeId: row.id });
  return {
    notice: row.id,
    unpublishable: await whyUnstatable(services, services.db, row),
    versions: versions.map((version) => {
      const { facts, items, statements } = version.body;
      const { category, contentDate, contentLanguage = null } = facts;
      const said = { category, contentDate, contentLanguage, items: items === null ? null : [...items], statements };
      return { ...toVersionView('statement_of_reasons', version, caller), ...said };
    }),
  };
}

/** Drafts the reasons for restricting targets; they are sent once another person has approved them. */
export async function stateNoticeReasons(
  acting: Pick<Acting, 'trx' | 'services' | 'caller'>,
  row: NoticeRow,
  { items, ...facts }: StatedFacts & { items?: number[] | undefined },
) {
  const drafted = await draftReasons({ ...acting, noticeId: row.id }, { items, facts });
  const [last] = await listPublications(acting.trx, { kind: 'statement_of_reasons', noticeId: row.id });
  return { notice: row.id, ...drafted, digest: drafted.version === null ? null : (last?.digest ?? null) };
}

function toView(services: Reading, row: ActedRow): z.input<typeof statementView> {
  const item = toActedItem(services, row);
  const due = statementDue(item);
  const draft = due === 'due' ? buildStatementDraft(item) : null;
  return {
    target: row.no,
    submission: row.submission,
    due,
    version: row.version,
    outdated: row.body !== null && isOutdated(item, row.body),
    puid: row.puid,
    state: row.state ?? (due === 'due' ? 'unstated' : null),
    tries: row.tries ?? 0,
    lastError: row.last_error,
    receipt: row.receipt,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    statement: row.body === null ? draft : { ...row.body, puid: row.puid },
  };
}
