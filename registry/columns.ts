import type { ColumnType, Generated } from 'kysely';

/** jsonb is written as JSON text and read as the value. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** A time the database sets where none is given. */
export type Stamp = ColumnType<Date, Date | undefined, Date>;

/** How far a mail of a queue is; `until_at`: it is tried until then (registry/letter/mail-queue.ts). */
export interface QueuedMail {
  message_id: string | null;
  reply: string | null;
  attempts: Generated<number>;
  next_at: Stamp;
  last_error: string | null;
  created_at: Stamp;
  until_at: Date;
  sent_at: Date | null;
  given_up_at: Date | null;
}
