import { createHash } from 'node:crypto';
import { REGISTRY_LOGINS } from '../config/registry-logins.js';
import { ALERT_OWNERS } from './ops/alert-owners.js';
import { GUARDED_FEATURE_TABLES } from './features.js';
import type { GrantedLogin, TableColumns } from './table-rights.js';

/**
 * Startup option of connections for a program's own work (registry/db.ts). A connection for a person states the person
 * and roles; one that states nothing sees nothing secret in the guarded tables.
 */
export const AS_SERVICE = '-c desk.reader=service';
const IS_SERVICE = `(select current_setting('desk.reader', true)) = 'service'`;
/**
 * What the connection's person has access to. A migration that drops `may_know` drops the policies with it (`cascade`).
 */
const KNOWN_TO_PERSON = `may_know(secrecy_level, secrecy_people, secrecy_until, break_glass_access, assignee,
  (select nullif(nullif(current_setting('desk.reader', true), ''), 'service')::uuid),
  (select string_to_array(current_setting('desk.reader_roles', true), ',')))`;

const GUARDED: readonly string[] = ['notice', 'document', 'letter', 'audit_entry'];
/**
 * Also guarded for the API, the only program that reads for people. Targets and their operations are left out, because
 * behind a policy PostgreSQL does not use their expression and trigram indexes.
 */
const GUARDED_FOR_API: readonly string[] = [
  ...GUARDED,
  'notice_link',
  'submission',
  'alert',
  'sender_check',
  'exclusion',
  'staff_risk',
  'translation',
  'reclassification',
  'restriction_support',
  'restore_duty',
  'manual_action',
  'staff_message',
  'break_glass_message',
  'notification',
  'conversation',
  'conversation_comment',
  'look',
  'necessity',
  'returned_letter',
  'status_update',
  'proposal',
  'legal_hold',
  'notice_erasure',
  'user_message',
  'user_message_text',
  'appeal',
  'appeal_document',
  'inbound_mail',
  'imported_case',
  'imported_target',
  ...GUARDED_FEATURE_TABLES,
];

const HANGS_ON: Readonly<Record<string, string>> = {
  notice: `secrecy_level = 'open'`,
  notice_link: `${known('from_notice')} and ${known('to_notice')}`,
  appeal_document: `exists (select from appeal where appeal.id = appeal_document.appeal_id)`,
  // As in `known`: `exists` would hash all cases for a look at one item.
  imported_target: `(select true from imported_case known where known.id = imported_target.case_id)`,
  inbound_document: `exists (select from inbound_mail where inbound_mail.id = inbound_document.mail_id)`,
  publication_approval: `exists (select from publication where place = publication_approval.publication)`,
  repair_target: `exists (select from repair where repair.id = repair_target.repair_id)`,
};

/**
 * Condition that the row security of `notice` shows the named notice. A scalar subquery: for `exists` PostgreSQL may
 * hash all notices, which costs more than the first page of a list.
 */
function known(column: string): string {
  return `(select true from notice known where known.id = ${column})`;
}

function openOnly(table: string, columns: readonly string[]): string | undefined {
  if (HANGS_ON[table] !== undefined) return HANGS_ON[table];
  return columns.includes('notice_id') ? `notice_id is null or ${known(`"${table}".notice_id`)}` : undefined;
}

interface OwnRows {
  table: string;
  login: GrantedLogin;
  right: 'insert' | 'update' | 'delete';
  rows: string;
}

/**
 * The recorder trusts the desk's commands because their outbox row exists. The worker may therefore insert only
 * `clocks` rows, whose approved cause the API verifies, and no commands.
 */
const OF_UNSORTED = 'exists (select from inbound_mail where inbound_mail.id = mail_id and sorted_at is null)';
const OWN_ROWS: readonly OwnRows[] = [
  { table: 'outbox', login: 'worker', right: 'insert', rows: `kind = 'clocks'` },
  // A link and a sender check may be deleted only with the refused command that prepared them.
  {
    table: 'notice_link',
    login: 'worker',
    right: 'delete',
    rows: `exists (select from command
      where command.notice_id in (from_notice, to_notice) and command.name = 'link' and command.state = 'refused')`,
  },
  {
    table: 'sender_check',
    login: 'worker',
    right: 'delete',
    rows: `exists (select from command where command.id = command_id and command.state = 'refused')`,
  },
  // The mail process may write about a mail only until the API has sorted it, and never who sent it.
  {
    table: 'inbound_mail',
    login: 'mail',
    right: 'insert',
    rows: `way in ('smtp', 'imap') and state = 'held' and proven is null and sorted_at is null and notice_id is null and reply is null`,
  },
  { table: 'inbound_mail', login: 'mail', right: 'update', rows: 'sorted_at is null' },
  { table: 'inbound_document', login: 'mail', right: 'insert', rows: OF_UNSORTED },
  { table: 'inbound_document', login: 'mail', right: 'delete', rows: OF_UNSORTED },
  // A login may only resolve its own kinds of alerts.
  ...(['worker', 'enforcement', 'watchdog'] as const).map((login) => ({
    table: 'alert',
    login,
    right: 'update' as const,
    rows: `kind in (${ALERT_OWNERS[login].map((kind) => `'${kind}'`).join(', ')})`,
  })),
];

function ownRows(table: string, logins: readonly GrantedLogin[]): string[] {
  return OWN_ROWS.filter((one) => one.table === table && logins.includes(one.login)).flatMap(
    ({ login, right, rows }) => {
      const name = `own_rows_${login}_${right}`;
      return [
        `drop policy if exists ${name} on "${table}"`,
        `create policy ${name} on "${table}" as restrictive for ${right} to ${REGISTRY_LOGINS[login]} ${right === 'insert' ? 'with check' : 'using'} (${rows})`,
      ];
    },
  );
}

export interface TableSecurity {
  table: string;
  statements: readonly string[];
  /** Stored as the comment of the policy: a table that has this mark is not locked to be altered again. */
  mark: string;
}

/**
 * Row security for every table related to notices, as a backstop behind `canRead`. In the guarded tables a program sees
 * what the person it reads for has access to, and everything in its own work. `reader` sees open notices and related
 * rows only, whatever it states. The owner is bound too (`force`).
 */
export function buildRowSecurity({
  logins,
  columns,
}: {
  logins: readonly GrantedLogin[];
  columns: TableColumns;
}): TableSecurity[] {
  const others = [...logins.filter((login) => login !== 'reader' && login !== 'api'), 'owner' as const].map(
    (login) => REGISTRY_LOGINS[login],
  );
  return Object.entries(columns).flatMap(([table, names]) => {
    const open = openOnly(table, names);
    if (open === undefined) return [];
    const person = table === 'notice' ? ` or ${KNOWN_TO_PERSON}` : '';
    const held = `${IS_SERVICE} or (${open})${person}`;
    const made = [
      `alter table "${table}" enable row level security`,
      `alter table "${table}" force row level security`,
      `drop policy if exists known_to_services on "${table}"`,
      `create policy known_to_services on "${table}" to ${others.join(', ')} using (${GUARDED.includes(table) ? held : 'true'})`,
      `drop policy if exists known_to_api on "${table}"`,
      ...(logins.includes('api')
        ? [
            `create policy known_to_api on "${table}" to ${REGISTRY_LOGINS.api} using (${GUARDED_FOR_API.includes(table) ? held : 'true'})`,
          ]
        : []),
      `drop policy if exists known_to_reader on "${table}"`,
      ...(logins.includes('reader')
        ? [`create policy known_to_reader on "${table}" for select to ${REGISTRY_LOGINS.reader} using (${open})`]
        : []),
      ...ownRows(table, logins),
    ];
    const mark = createHash('sha256').update(made.join('\n')).digest('hex');
    return [{ table, mark, statements: [...made, `comment on policy known_to_services on "${table}" is '${mark}'`] }];
  });
}
