import { GUARDED_PORTAL_TABLES, PORTAL_GRANTS } from '../features/portal/registry/grants.js';
import type { PortalTables } from '../features/portal/registry/tables.js';
import { GUARDED_PUBLISHING_TABLES, PUBLISHING_GRANTS } from '../features/publishing/registry/grants.js';
import type { PublishingTables } from '../features/publishing/registry/tables.js';
import type { TableRights } from './table-rights.js';

type Joined<Parts extends readonly object[]> = Parts extends readonly [infer One, ...infer Others extends object[]]
  ? One & Joined<Others>
  : object;

export type FeatureTables = Joined<[PortalTables, PublishingTables]>;

export const FEATURE_GRANTS: Readonly<Record<keyof FeatureTables, TableRights>> = {
  ...PORTAL_GRANTS,
  ...PUBLISHING_GRANTS,
};

/** Guarded for the API, like the tables of registry/row-security.ts. */
export const GUARDED_FEATURE_TABLES: readonly string[] = [...GUARDED_PORTAL_TABLES, ...GUARDED_PUBLISHING_TABLES];
