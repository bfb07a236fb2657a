import type { TableRights } from '../../../registry/table-rights.js';
import type { PortalTables } from './tables.js';

/**
 * Only the API has access: it creates and mails the links and stores links and sessions as hashes. Anyone able to add a
 * link could impersonate the authority.
 */
export const PORTAL_GRANTS: Readonly<Record<keyof PortalTables, TableRights>> = {
  portal_request: { api: ['select', 'insert', 'update (attempts, next_at)', 'delete'] },
  portal_link: { api: ['select', 'insert', 'update (used_at)', 'delete'] },
  portal_session: { api: ['select', 'insert', 'update (last_seen_at, ended_at)', 'delete'] },
  portal_filing: { api: ['select', 'insert'], reader: ['select but (form_key)'] },
};

export const GUARDED_PORTAL_TABLES = ['portal_filing'] as const;
