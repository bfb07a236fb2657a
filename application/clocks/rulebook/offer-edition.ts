import { SYSTEM } from '../../../domain/people/actor.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import {
  adoptEdition,
  findLastApproved,
  findEditionStatus,
  lockEditions,
  proposeEdition,
} from '../../../registry/rulebook/edition-status.js';
import { RULEBOOK_PROPOSED, storeEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import type { EditionSigner } from '../../edition-signer.js';
import { TZ_VERSION } from '../clocks-of-notice.js';

interface Offered {
  content: RulebookContent;
  shipped: () => RulebookContent;
  signer: EditionSigner | undefined;
  pinned: string | null;
  at: Date;
  again: boolean;
}

/**
 * Offers what a folder says. An empty registry takes the law that the release ships; another law than the one approved
 * last waits for two people, because one person can write a folder.
 */
export async function offerEdition(
  trx: Connection,
  { content, shipped, signer, pinned, at, again }: Offered,
): Promise<void> {
  await lockEditions(trx);
  if ((await findLastApproved(trx)) === undefined) await adopt(trx, { content: shipped(), signer, at });
  const digest = digestOfLaw(content);
  const last = await findLastApproved(trx);
  // A pinned edition that is proposed again would lose its approvals.
  if (last?.digest === digest || pinned === digest) return;
  const known = await findEditionStatus(trx, digest);
  if (known?.state === 'proposed' || (known?.state === 'refused' && !again)) return;
  const edition = await storeEdition(trx, { content, tzVersion: TZ_VERSION });
  await proposeEdition(trx, { digest, edition, at });
  const detail = { digest, edition };
  await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'rulebook_edition_proposed', detail }]);
  const summary = `Edition ${edition} of the rulebook is waiting: two people, one of them counsel, must approve ${digest.slice(0, 19)}… or refuse it. The edition in effect applies until then.`;
  await raiseAlert(
    trx,
    { key: RULEBOOK_PROPOSED, kind: RULEBOOK_PROPOSED, noticeId: null, summary, detail },
    { refresh: true },
  );
}

async function adopt(
  trx: Connection,
  { content, signer, at }: Pick<Offered, 'content' | 'signer' | 'at'>,
): Promise<void> {
  const edition = await storeEdition(trx, { content, tzVersion: TZ_VERSION });
  const digest = digestOfLaw(content);
  const adoption = signer?.sign({ kind: 'adopt_edition', digest, at: at.toISOString() }) ?? null;
  await adoptEdition(trx, { digest, edition, at, adoption });
  const detail = { digest, edition };
  await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'rulebook_edition_adopted', detail }]);
}

export function resolveProposed(trx: Connection): Promise<void> {
  return resolveAlert(trx, { key: RULEBOOK_PROPOSED });
}
