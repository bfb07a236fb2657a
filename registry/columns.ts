import type { ColumnType } from 'kysely';

/** jsonb is written as JSON text and read as the value. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** A time the database sets where none is given. */
export type Stamp = ColumnType<Date, Date | undefined, Date>;
