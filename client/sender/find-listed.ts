import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { findAuthority, findAuthorityNamed, type Authority } from '../../registry/people/authorities.js';

/** The directory's entry of whoever is said to have sent a notice: its own, or the one entered under that very name since. */
export async function findListed(
  db: Connection,
  { authority_id: id, authority_name: name, authority_country: country }: NoticeRow,
): Promise<Authority | undefined> {
  return id === null ? findAuthorityNamed(db, { name, country }) : findAuthority(db, id);
}
