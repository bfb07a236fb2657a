import { createHash } from 'node:crypto';
import { REGISTRY_LOGINS } from '../config/registry-logins.js';
import type { GrantedLogin, TableColumns } from './grants.js';

/**
 * What each connection of a program says of itself when it is opened (registry/db.ts). The programs ask the
 * switchboard in every read; whoever signs in without saying this sees nothing secret in the tables of GUARDED.
 */
export const AS_SERVICE = '-c desk.reader=service';
const IS_SERVICE = `(select current_setting('desk.reader', true)) = 'service'`;

/** Where the programs' own logins are held to what they say of themselves; elsewhere it would cost indexes their use. */
const GUARDED: readonly string[] = ['notice', 'document', 'letter', 'audit_entry'];

/** How a row hangs on a notice where no column `notice_id` says it. */
const HANGS_ON: Readonly<Record<string, string>> = {
  notice: `secrecy_level = 'open'`,
  notice_link: `${known('from_notice')} and ${known('to_notice')}`,
  repair_target: `exists (select from repair where repair.id = repair_target.repair_id)`,
};

/** The notice that a column names is one that may be seen: the policy of `notice` decides. */
function known(column: string): string {
  return `exists (select from notice known where known.id = ${column})`;
}

/** When a row is of an open notice, or of none; undefined where a table has nothing to do with notices. */
function openOnly(table: string, columns: readonly string[]): string | undefined {
  if (HANGS_ON[table] !== undefined) return HANGS_ON[table];
  return columns.includes('notice_id') ? `notice_id is null or ${known(`"${table}".notice_id`)}` : undefined;
}

/** Row security of one table: what makes it, and by what it is known again. */
export interface TableSecurity {
  table: string;
  statements: readonly string[];
  /** Kept as the comment of the policy: a table that has it already is not locked for it again. */
  mark: string;
}

/**
 * Row security over every table that hangs on a notice: a backstop, not the switchboard. The reader sees open notices and
 * what hangs on them, whatever it says of itself. The owner is held to it too (`force`).
 */
export function rowSecurityOf({
  logins,
  columns,
}: {
  logins: readonly GrantedLogin[];
  columns: TableColumns;
}): TableSecurity[] {
  const services = [...logins.filter((login) => login !== 'reader'), 'owner' as const].map(
    (login) => REGISTRY_LOGINS[login],
  );
  return Object.entries(columns).flatMap(([table, names]) => {
    const open = openOnly(table, names);
    if (open === undefined) return [];
    const service = GUARDED.includes(table) ? `${IS_SERVICE} or (${open})` : 'true';
    const made = [
      `alter table "${table}" enable row level security`,
      `alter table "${table}" force row level security`,
      `drop policy if exists known_to_services on "${table}"`,
      `create policy known_to_services on "${table}" to ${services.join(', ')} using (${service})`,
      `drop policy if exists known_to_reader on "${table}"`,
      ...(logins.includes('reader')
        ? [`create policy known_to_reader on "${table}" for select to ${REGISTRY_LOGINS.reader} using (${open})`]
        : []),
    ];
    const mark = createHash('sha256').update(made.join('\n')).digest('hex');
    return [{ table, mark, statements: [...made, `comment on policy known_to_services on "${table}" is '${mark}'`] }];
  });
}
