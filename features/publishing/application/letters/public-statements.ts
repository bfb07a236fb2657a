import { isUuid } from '../../../../domain/uuid.js';
import { listPublicStatements, listPublicVersions, type PublicVersion } from '../../registry/publications.js';
import type { Services } from '../../../../application/services.js';

/** Max statements of a page and a feed; older ones stay at their own addresses. */
const MAX_SHOWN = 200;

export async function listPublic({ db }: Pick<Services, 'db'>): Promise<PublicVersion[]> {
  return listPublicStatements(db, MAX_SHOWN);
}

/** Returns the public versions of a statement, the latest first; none for a secret or an unknown notice. */
export async function findPublic({ db }: Pick<Services, 'db'>, notice: string): Promise<PublicVersion[]> {
  return isUuid(notice) ? listPublicVersions(db, notice) : [];
}
