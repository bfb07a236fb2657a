import type { KeptLink } from '../../registry/portal/links.js';
import type { NewPortalSession } from '../../registry/portal/sessions.js';
import type { SealedRow } from '../signing/receipt-signer.js';

/** What the seal of a link stands for: whom it lets in, by which token, until when. */
export function linkRow({ id, authority, address, hash, expiresAt }: KeptLink): SealedRow {
  return ['portal link', id, authority, address, hash.toString('hex'), expiresAt.toISOString()];
}

/** What the seal of a session stands for. When it was last used may change; what counts from its start may not. */
export function sessionRow({ id, authority, signer, address, at, hash }: Omit<NewPortalSession, 'seal'>): SealedRow {
  return ['portal session', id, authority, signer.name, address, hash.toString('hex'), at.toISOString()];
}
