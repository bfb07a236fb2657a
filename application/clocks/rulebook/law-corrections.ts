import type { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import type { lawCorrectionView, lawCorrectionWrite } from '../../../contract/rulebook/correction.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import {
  countCorrections,
  decideCorrection,
  findCorrection,
  insertCorrection,
  listCorrections,
  type CorrectionRow,
} from '../../../registry/rulebook/law-corrections.js';
import { listNamedFacts } from '../../../rulebook/reviewed-law.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { needVersion, unknownFact } from './law-reviews.js';

type CorrectionView = z.input<typeof lawCorrectionView>;

/** Lists proposed corrections of the law, the newest first. */
export async function pageCorrections({ db }: Pick<Services, 'db'>, { cursor, ...paging }: PageQuery) {
  const before = readNumberCursor(cursor);
  return answerPage(paging, {
    rows: (limit) => listCorrections(db, { before, limit }),
    total: () => countCorrections(db),
    view: viewCorrection,
    key: ({ number }) => [number],
  });
}

/** Records a proposed correction of a fact. The law changes only by an edition. */
export async function proposeCorrection(
  { trx, services, caller }: Acting,
  { mayName, url, clause, note, ...proposal }: z.output<typeof lawCorrectionWrite>,
): Promise<CorrectionView> {
  const version = needVersion(services.rulebook, proposal);
  const fact = listNamedFacts(version).find(({ id }) => id === proposal.fact);
  if (fact === undefined) throw unknownFact(version);
  const [actor, at] = [toActor(caller), services.now()];
  const who = { may_name: mayName, proposed_by: actor.id, proposed_at: at };
  const proof = { url: url ?? null, clause: clause ?? null, note: note ?? null };
  const undecided = { decided_by: null, decided_at: null, answer: null };
  const row = { ...proposal, ...proof, ...who, ...undecided, said: fact.says };
  const correction = await insertCorrection(trx, row);
  const { regime, version: name, fact: id, text, source } = proposal;
  const detail = { regime, version: name, correction, fact: id, text, source };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_correction_proposed', detail }]);
  return viewCorrection(await needCorrection(trx, correction));
}

/** Withdraws the caller's own proposal. */
export async function withdrawCorrection(acting: Acting, number: number | null): Promise<CorrectionView> {
  const { proposed_by: proposer } = await needCorrection(acting.trx, number);
  if (proposer !== acting.caller.person.id)
    throw new Refusal('forbidden', 'Only the person who proposed it can withdraw it. Counsel can settle it.');
  return decide(acting, { number, state: 'withdrawn', answer: null });
}

/** Records what became of a proposal. */
export async function settleCorrection(
  acting: Acting,
  { number, answer }: { number: number | null; answer: string },
): Promise<CorrectionView> {
  return decide(acting, { number, state: 'settled', answer });
}

async function decide(
  { trx, services, caller }: Acting,
  { number: named, state, answer }: { number: number | null; state: 'withdrawn' | 'settled'; answer: string | null },
): Promise<CorrectionView> {
  const { number, regime, version } = await needCorrection(trx, named);
  const [actor, at] = [toActor(caller), services.now()];
  if ((await decideCorrection(trx, { number, state, answer, decided_by: actor.id, decided_at: at })) === undefined)
    throw new Refusal('illegal_transition', `Correction ${number} is withdrawn or settled already.`);
  const detail = { regime, version, correction: number, state, answer };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_correction_decided', detail }]);
  return viewCorrection(await needCorrection(trx, number));
}

async function needCorrection(db: Connection, number: number | null): Promise<CorrectionRow> {
  const row = number === null ? undefined : await findCorrection(db, number);
  if (row === undefined)
    throw new Refusal('missing', 'There is no such correction. GET /v1/rulebook/corrections lists them.');
  return row;
}

function viewCorrection(row: CorrectionRow): CorrectionView {
  const { number, regime, version, fact, said, text, source, url, clause, note, state, answer } = row;
  return {
    number,
    regime,
    version,
    fact,
    said,
    text,
    source,
    url,
    clause,
    note,
    mayName: row.may_name,
    state,
    proposedBy: { id: row.proposed_by, name: row.proposed_by_name },
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    decidedAt: row.decided_at?.toISOString() ?? null,
    answer,
  };
}
