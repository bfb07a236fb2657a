import { findEmptySlot } from '../../../domain/notices/cleared-people.js';
import type { Connection } from '../../../registry/db.js';
import { listOpenSecrets } from '../../../registry/notices/reclassifications.js';
import { raiseAlert, resolveOthers } from '../../../registry/ops/alerts.js';
import type { Services } from '../../services.js';
import { listColleagues } from '../../../registry/people/people.js';

const KIND = 'secret_needs_people' as const;
const buildAlertKey = (noticeId: string) => `${noticeId}:${KIND}`;

/** Alerts counsel, without content, that no one can work a secret notice. */
export async function raiseEmptySlot(db: Connection, noticeId: string): Promise<void> {
  await raiseAlert(db, {
    key: buildAlertKey(noticeId),
    kind: KIND,
    noticeId: null,
    audience: ['counsel'],
    summary: `No one can review and approve a secret notice (${noticeId}) has nobody who can review and approve it. Name people by reclassifying it; a person who is not named can use break-glass access first.`,
    detail: { secret: noticeId },
  });
}

/** Checks which secret notices have no one left who can work them, as people and roles change. */
export async function watchClearances(db: Connection, { gaggedPeople }: Pick<Services, 'gaggedPeople'>): Promise<void> {
  const colleagues = await listColleagues(db);
  const secrets = await listOpenSecrets(db);
  const empty = secrets.flatMap(({ secrecy, notices }) => (findEmptySlot(secrecy, colleagues) === null ? [] : notices));
  // The alert raised at intake, for a notice made secret by law without a named person, stays open until one is named.
  const unnamed = secrets.flatMap(({ secrecy: { people }, notices }) =>
    people.every((entry) => gaggedPeople.includes(entry)) ? notices : [],
  );
  for (const id of empty) await raiseEmptySlot(db, id);
  await resolveOthers(db, { kind: KIND, keys: [...empty, ...unnamed].map(buildAlertKey) });
}
