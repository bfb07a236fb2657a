import type { ColumnType, Generated } from 'kysely';

export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type Stamp = ColumnType<Date, Date | undefined, Date>;

/** Delivery progress of a queued mail; it is retried until `until_at` (registry/letters/mail-queue.ts). */
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
