import type { ColumnType, Generated } from 'kysely';
import type { UserMessageState } from '../../domain/duties/user-message.js';
import type { Stamp } from '../columns.js';

export interface UserMessageTextTable {
  notice_id: string;
  n: number;
  language: string;
  subject: string;
  text: string;
}

export interface UserMessageTable {
  key: string;
  notice_id: string;
  target_no: number;
  type: string;
  platform_id: string;
  text_n: number;
  required: boolean;
  state: UserMessageState;
  opens_at: Date | null;
  language: ColumnType<string | null, string | null | undefined, string | null>;
  appeal_token: string | null;
  receipt: ColumnType<string | null, string | null | undefined, string | null>;
  message: ColumnType<string | null, string | null | undefined, string | null>;
  attempts: Generated<number>;
  next_at: Generated<Date>;
  notified_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Stamp;
}

export interface UserMessageTables {
  user_message: UserMessageTable;
  user_message_text: UserMessageTextTable;
}
