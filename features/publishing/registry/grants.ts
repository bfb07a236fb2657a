import type { TableRights } from '../../../registry/table-rights.js';
import type { PublishingTables } from './tables.js';

export const PUBLISHING_GRANTS: Readonly<Record<keyof PublishingTables, TableRights>> = {
  statement: { api: ['select', 'insert', 'update'], reader: ['select'] },
  publication: { api: ['select', 'insert', 'update'], reader: ['select'] },
  publication_approval: { api: ['select', 'insert'], reader: ['select'] },
};

export const GUARDED_PUBLISHING_TABLES = ['publication', 'publication_approval'] as const;
