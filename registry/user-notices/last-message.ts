import { sql, type RawBuilder } from 'kysely';
import type { UserMessageState } from '../../domain/duties/user-message.js';

export interface LastMessage {
  state: UserMessageState;
  language: string | null;
  notified_at: Date | null;
}

export function selectLastMessage(of: string): RawBuilder<LastMessage> {
  return sql<LastMessage>`(
    select state, language, notified_at from user_message
    where notice_id = ${sql.ref(`${of}.notice_id`)} and target_no = ${sql.ref(`${of}.no`)} and key like '%:notify'
    order by created_at desc, key desc limit 1)`;
}
