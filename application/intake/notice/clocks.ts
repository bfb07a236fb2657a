import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { ClockBasis } from '../../../domain/clocks/clock.js';
import {
  countClocks,
  listClocks,
  readBesideClocks,
  type BesideClocks,
  type ClockMoveRow,
  type ClockRow,
} from '../../../registry/clocks/clock-views.js';
import { readReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import { findPenalty } from '../../../rulebook/consequence.js';
import { needNotice } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { standOfClock } from '../../clocks/rulebook/law-reviews.js';
import { answerPage, readCursor } from '../../paging.js';
import type { Services } from '../../services.js';
import { COMPANY_POLICY } from '../../../rulebook/in-words.js';

export async function listNoticeClocks(
  services: Pick<Services, 'db' | 'now' | 'rulebook'>,
  caller: Caller,
  id: string,
  query: PageQuery,
) {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const key = readCursor(query.cursor, z.tuple([cursorKeys.int, cursorKeys.uuid]));
  const after = key === null ? null : { position: key[0], id: key[1] };
  const beside = await readBesideClocks(db, { noticeId: row.id, reader: toReader(caller) });
  const law = await readLawOfClocks(services);
  return answerPage(query, {
    rows: (limit) => listClocks(db, { noticeId: row.id, after, limit }),
    total: () => countClocks(db, { noticeId: row.id }),
    view: (clock) => toClockView(clock, beside, law),
    key: ({ position, id: clock }) => [position, clock],
  });
}

type LawOfClocks = Parameters<typeof standOfClock>[0] & Pick<Services, 'rulebook'>;

export async function readLawOfClocks(services: Pick<Services, 'db' | 'now' | 'rulebook'>): Promise<LawOfClocks> {
  const { db, now, rulebook } = services;
  return { rulebook, records: await readReviewRecords(db), nowMs: now().getTime() };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const isoOfMs = (ms: number) => new Date(ms).toISOString();

const BASIS_IN_WORDS: Record<ClockBasis, string> = {
  law: 'set by law',
  order: 'set by the order',
  policy: COMPANY_POLICY,
};

/** Shown beside a number that was not checked against the text of the law. */
const DOUBT_IN_WORDS: Record<string, string> = {
  from_memory: ', unsourced: check before relying on it',
  secondary: ', from secondary sources',
};

/** A default of ours must never look like law, nor an unchecked number like a checked one. */
function describeObligation({ kind, owner, basis, receipt }: ClockRow): string {
  const prefix = owner === 'authority' ? 'authority: ' : '';
  const doubt = receipt.reviewer == null ? (DOUBT_IN_WORDS[receipt.confidence] ?? '') : '';
  return `${prefix}${kind.replaceAll('_', ' ')} (${BASIS_IN_WORDS[basis]}${doubt})`;
}

function toMoveView(move: ClockMoveRow) {
  return {
    cause: move.cause,
    from: iso(move.from_due),
    to: iso(move.to_due),
    reason: move.reason,
    authorityReference: move.authority_reference,
    document: move.document === null ? move.document_notice : { document: move.document },
    by: move.by_name,
    confirmedBy: move.confirmed_by_name,
    at: iso(move.made_at),
    revision: move.revision,
  };
}

/** `known`: other notices that the reader can read; a document of any other notice is not named. */
function toExtensionView(
  { toMs, by, byName, atMs, reason, authorityReference, document }: NonNullable<ClockRow['pending_extension']>,
  known: ReadonlySet<string>,
) {
  const isHidden = 'notice' in document && !known.has(document.notice);
  const grounds = { reason, authorityReference, document: isHidden ? null : document };
  return { to: isoOfMs(toMs), by, byName, at: isoOfMs(atMs), ...grounds };
}

export function toClockView(row: ClockRow, { moves, known }: BesideClocks, law: LawOfClocks) {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    basis: row.basis,
    label: describeObligation(row),
    form: row.form,
    confidence: row.receipt.confidence,
    review: standOfClock(law, row),
    penalty: findPenalty(law.rulebook, row),
    state: row.state,
    confirmed: row.confirmed,
    startsAt: row.starts_at.toISOString(),
    dueAt: iso(row.due_at),
    metAt: iso(row.met_at),
    mayPause: row.may_pause,
    mayExtend: row.may_extend,
    escalation: row.escalation.map(({ level, percent, atMs, to, page, firedAtMs, acknowledgedBy }) => ({
      level,
      percent,
      at: isoOfMs(atMs),
      to,
      page,
      firedAt: firedAtMs === null ? null : isoOfMs(firedAtMs),
      acknowledgedBy,
    })),
    moves: moves.filter(({ clock_id }) => clock_id === row.id).map(toMoveView),
    pendingExtension: row.pending_extension === null ? null : toExtensionView(row.pending_extension, known),
    receipt: { ...row.receipt },
  };
}
