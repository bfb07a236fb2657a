import type { ActStatement } from '../../domain/acts/act-statement.js';
import { proveNotice, type ProvenNotice, type SignedStep } from '../../domain/acts/proven-notice.js';
import { isAct, type SignedStatement } from '../../domain/submissions/signed-act.js';
import type { Connection } from '../db.js';
import { listActs, type KeptAct } from './signed-acts.js';

type ReadStatement = (act: KeptAct) => SignedStatement | null;

/** Trusts rows unverified: for the API, which wrote them. Enforcement verifies each signature. */
const TRUSTED: ReadStatement = ({ statement }) => JSON.parse(statement) as SignedStatement;

/** Returns what the signed acts prove about some notices; nothing is proven for a notice without any. */
export async function readProvenNotices(
  db: Connection,
  noticeIds: readonly string[],
  read: ReadStatement = TRUSTED,
): Promise<Map<string, ProvenNotice>> {
  const steps = new Map<string, SignedStep[]>(noticeIds.map((id) => [id, []]));
  for (const act of await listActs(db, noticeIds)) {
    const statement = read(act);
    if (statement === null || !isAct(statement)) continue;
    if (isOfRow(statement, act)) steps.get(act.noticeId)?.push({ statement, refused: act.refused });
  }
  return new Map([...steps].map(([id, signed]) => [id, proveNotice(signed)]));
}

/** A row stored under another notice than the signed one proves nothing. */
function isOfRow({ notice }: ActStatement, { noticeId }: { noticeId: string }): boolean {
  return notice === noticeId;
}
