import { sql } from 'kysely';
import type { SavedAuthority } from '../../domain/changes/entry.js';
import type { ActionWith } from '../../domain/event.js';
import type { Connection } from '../db.js';

export type MailOfNotice = Awaited<ReturnType<typeof listNoticeMails>>[number];

const MAX_MAILS = 1_000;

export function listNoticeMails(db: Connection, noticeId: string) {
  return db
    .selectFrom('inbound_mail as mail')
    .leftJoin('person', 'person.id', 'mail.decided_by')
    .select([
      'mail.id',
      'mail.received_at',
      'mail.way',
      'mail.from_address',
      'mail.message_id',
      'mail.sha256',
      'mail.authentication',
      'mail.facts',
      'mail.reply',
      'person.name as decided_by_name',
    ])
    .where('mail.notice_id', '=', noticeId)
    .where(sql<boolean>`mail.facts->>'bounce' is null`)
    .orderBy('mail.received_at')
    .orderBy('mail.id')
    .limit(MAX_MAILS)
    .execute();
}

export type DirectoryChange = Awaited<ReturnType<typeof listDirectoryChanges>>[number];

const SAVED = 'authority_saved' satisfies ActionWith<'after'>;
const MAX_CHANGES = 200;

export function listDirectoryChanges(db: Connection, { authority, since }: { authority: string; since: Date }) {
  return db
    .selectFrom('audit_entry')
    .leftJoin('person', (join) => join.on(sql<boolean>`person.id::text = audit_entry.actor_id`))
    .select([
      'audit_entry.at',
      'audit_entry.actor_id as by',
      sql<string>`coalesce(person.name, audit_entry.actor_name)`.as('by_name'),
      sql<SavedAuthority | null>`detail->'before'`.as('before'),
      sql<SavedAuthority>`detail->'after'`.as('after'),
    ])
    .where('action', '=', SAVED)
    .where(sql<boolean>`detail->>'authority' = ${authority}`)
    .where('audit_entry.at', '>=', since)
    .orderBy('audit_entry.seq')
    .limit(MAX_CHANGES)
    .execute();
}

export function listShownRisks(db: Connection, noticeId: string) {
  return db
    .selectFrom('submission')
    .select(['number', 'risks'])
    .where('notice_id', '=', noticeId)
    .orderBy('number')
    .limit(MAX_CHANGES)
    .execute();
}
