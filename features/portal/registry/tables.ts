import type { Generated } from 'kysely';
import type { FilingKind, FilingReceipt } from '../domain/receipt.js';
import type { JsonOrNull, Stamp } from '../../../registry/columns.js';

export interface PortalRequestTable {
  id: string;
  address: string;
  origin: string;
  requested_at: Date;
  attempts: Generated<number>;
  next_at: Stamp;
}

export interface PortalLinkTable {
  id: string;
  authority_id: string;
  address: string;
  token_sha256: Buffer;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
  /** By the API's key. */
  seal: string;
}

export interface PortalSessionTable {
  id: string;
  token_sha256: Buffer;
  authority_id: string;
  signer_name: string;
  signer_rank: string;
  address: string;
  started_at: Date;
  last_seen_at: Date;
  ended_at: Date | null;
  seal: string;
}

export interface PortalFilingTable {
  number: string;
  authority_id: string;
  notice_id: string;
  about_id: string | null;
  form_key: string;
  filing: FilingKind;
  filed_at: Date;
  receipt: JsonOrNull<FilingReceipt>;
  public_key: string;
  signature: string;
}

export interface PortalTables {
  portal_request: PortalRequestTable;
  portal_link: PortalLinkTable;
  portal_session: PortalSessionTable;
  portal_filing: PortalFilingTable;
}
