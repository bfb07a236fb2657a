import type { KeptLink } from '../../registry/links.js';
import type { NewPortalSession } from '../../registry/sessions.js';
import type { SealedRow } from './receipt-signer.js';

/** The fields that a link's seal covers: whose access it gives, by which token, until when. */
export function linkRow({ id, authority, address, hash, expiresAt }: KeptLink): SealedRow {
  return ['portal link', id, authority, address, hash.toString('hex'), expiresAt.toISOString()];
}

/** The fields that a session's seal covers. Its last use may change; everything fixed at its start may not. */
export function sessionRow({ id, authority, signer, address, at, hash }: Omit<NewPortalSession, 'seal'>): SealedRow {
  return ['portal session', id, authority, signer.name, address, hash.toString('hex'), at.toISOString()];
}
