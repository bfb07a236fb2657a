import { setImmediate as breathe } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { readTarget, type ReadTarget } from '../../domain/targets/target.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { refreshLedger } from '../../registry/targets/ledger.js';
import { lockNotice } from '../../registry/notices/notices.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import type { Tables } from '../../registry/tables.js';
import {
  addUploadPage,
  hasOpenSubmission,
  insertUpload,
  markTargetsAdded,
  mergeUpload,
  openUpload,
  type UploadAccount,
  type UploadProblem,
} from '../../registry/targets/target-uploads.js';
import { Refusal } from '../refusal.js';
import { isProblem, MAX_LIST_ROWS, noRows, tooManyRows } from '../../sandbox/lists/item.js';
import type { Admitted } from '../admit.js';
import { toActor } from '../caller.js';
import { runOnce, type SentAnswer } from '../once.js';
import type { Services } from '../services.js';
import type { SentList } from '../../sandbox/lists/sent-list.js';

/** Rows inserted per statement: about 300 kB of text. */
const PAGE = 2_000;
const STAGES = ['triage', 'review'];

interface AddedTargets extends Omit<UploadAccount, 'rejected'> {
  upload: number;
  rejected: UploadProblem[];
}

/** Adds a list to a notice, once per key. */
export async function addTargetList(
  { db, now }: Pick<Services, 'db' | 'now'>,
  admitted: Admitted,
  { list, key }: { list: SentList; key: string | undefined },
): Promise<SentAnswer> {
  const { row, caller } = admitted;
  const body = { sha256: list.sha256, mediaType: list.mediaType, name: list.name };
  return runOnce(db, { caller: caller.person.id, key, scope: `${row.id}/targets`, body }, async (trx) => {
    const answer = await mergeList(trx, { ...admitted, list, at: now() });
    return { status: 200, answer, location: null, noticeId: row.id };
  });
}

/**
 * Adds a list in one transaction, with its account, audit entry and outbox command. The rows are staged page by page
 * before the notice is locked, so that its clocks and commands wait only for the merge.
 */
async function mergeList(
  trx: Transaction<Tables>,
  { row, caller, list, at }: Admitted & { list: SentList; at: Date },
): Promise<AddedTargets> {
  refuseByStage(row.stage);
  const { rows, problems } = await layOut(trx, list);
  refuseByStage((await lockNotice(trx, row.id)).stage);
  if (await hasOpenSubmission(trx, row.id)) {
    throw new Refusal(
      'illegal_transition',
      'A submission of this notice is waiting for approval. Return it first, then add targets.',
    );
  }
  const { accepted, flagged } = await mergeUpload(trx, { noticeId: row.id });
  const account = {
    lines: rows + problems.length,
    accepted,
    merged: rows - accepted,
    flagged,
    rejected: problems.length,
  };
  const { name, mediaType, format, sha256, bytes } = list;
  const upload = await insertUpload(trx, {
    noticeId: row.id,
    uploadedBy: caller.person.id,
    at,
    name,
    mediaType,
    format,
    sha256,
    bytes,
    ...account,
    problems,
  });
  if (accepted > 0) await passOn(trx, { noticeId: row.id, upload, accepted, at });
  const detail = { upload, name, format, sha256, ...account };
  await appendAudit(trx, [{ at, noticeId: row.id, actor: toActor(caller), action: 'targets_added', detail }]);
  return { upload, ...account, rejected: problems };
}

function refuseByStage(stage: string): void {
  if (STAGES.includes(stage)) return;
  throw new Refusal('illegal_transition', `Targets can be added in triage or review; this notice is in ${stage}.`);
}

async function layOut(
  trx: Transaction<Tables>,
  { items }: SentList,
): Promise<{ rows: number; problems: UploadProblem[] }> {
  await openUpload(trx);
  const problems: UploadProblem[] = [];
  let page: ReadTarget[] = [];
  let rows = 0;
  for (const item of items) {
    if (isProblem(item)) {
      problems.push(item);
      // A list of only problems writes no page, but must yield to other work all the same.
      if (problems.length % PAGE === 0) await breathe();
    } else {
      page.push(readTarget(item));
      rows += 1;
    }
    if (rows + problems.length > MAX_LIST_ROWS) throw tooManyRows();
    if (page.length === PAGE) {
      await addUploadPage(trx, { offset: rows - page.length, targets: page });
      page = [];
    }
  }
  await addUploadPage(trx, { offset: rows - page.length, targets: page });
  if (rows + problems.length === 0) throw noRows();
  return { rows, problems };
}

async function passOn(
  trx: Transaction<Tables>,
  { noticeId, upload, accepted, at }: { noticeId: string; upload: number; accepted: number; at: Date },
): Promise<void> {
  const ledger = await refreshLedger(trx, noticeId);
  await markTargetsAdded(trx, { noticeId, at });
  const body = { upload, accepted, ledger };
  await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'add_targets', body } });
}
