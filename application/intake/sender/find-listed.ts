import type { Connection } from '../../../registry/db.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { findAuthority, findAuthorityNamed, type Authority } from '../../../registry/people/authorities.js';

/**
 * Returns the directory entry of the alleged sender: the notice's own, or one entered under exactly that name since.
 */
export async function findListed(
  db: Connection,
  { authority_id: id, authority_name: name, authority_country: country }: NoticeRow,
): Promise<Authority | undefined> {
  return id === null ? findAuthorityNamed(db, { name, country }) : findAuthority(db, id);
}
