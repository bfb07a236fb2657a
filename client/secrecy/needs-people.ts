import { findEmptySeat } from '../../domain/notice/cleared-people.js';
import type { Connection } from '../../registry/db.js';
import { listOpenSecrets } from '../../registry/notice/reclassifications.js';
import { raiseAttention, resolveOthers } from '../../registry/ops/attention.js';
import type { Services } from '../services.js';
import { listColleagues } from '../../registry/people/people.js';

const KIND = 'secret_needs_people' as const;
const keyOf = (noticeId: string) => `${noticeId}:${KIND}`;

/** Tells counsel, without content, that a secret notice has nobody who could work it. */
export async function tellOfEmptySeat(db: Connection, noticeId: string): Promise<void> {
  await raiseAttention(db, {
    key: keyOf(noticeId),
    kind: KIND,
    noticeId: null,
    audience: ['counsel'],
    summary: `No one can review and approve a secret notice (${noticeId}). Name people by reclassifying it; a person who is not named can take break-glass access first.`,
    detail: { secret: noticeId },
  });
}

/** Looks which secret notices nobody could work, as people come and go. */
export async function watchClearances(db: Connection, { gaggedPeople }: Pick<Services, 'gaggedPeople'>): Promise<void> {
  const colleagues = await listColleagues(db);
  const secrets = await listOpenSecrets(db);
  const empty = secrets.flatMap(({ secrecy, notices }) => (findEmptySeat(secrecy, colleagues) === null ? [] : notices));
  // Told at intake, because the law made it secret and nobody was named: that stands until somebody is.
  const unnamed = secrets.flatMap(({ secrecy: { people }, notices }) =>
    people.every((entry) => gaggedPeople.includes(entry)) ? notices : [],
  );
  for (const id of empty) await tellOfEmptySeat(db, id);
  await resolveOthers(db, { kind: KIND, keys: [...empty, ...unnamed].map(keyOf) });
}
