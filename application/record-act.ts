import type { Connection } from '../registry/db.js';
import { insertSignedAct } from '../registry/notices/commands.js';
import type { ApprovalSigner, SigningAct } from './approval-signer.js';

export async function recordAct(trx: Connection, signer: ApprovalSigner, signing: SigningAct): Promise<void> {
  const { id, noticeId } = signing;
  await insertSignedAct(trx, { id, noticeId, signed: signer.signAct(signing) });
}
