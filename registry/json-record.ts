import { sql, type RawBuilder } from 'kysely';

/** Columns that come to a statement in one JSON document, as SQL writes them. */
interface JsonRecord {
  /** For `insert into table (…)`. */
  columns: RawBuilder<unknown>;
  /** The same of the alias `sent`, each as it is or by an expression of its own. */
  values: RawBuilder<unknown>;
  /** For `jsonb_to_record(set) … as sent (…)`. */
  types: RawBuilder<unknown>;
}

/** One parameter whatever the columns: a driver and a planner take their time over each. Put together once, by the types of `Row`. */
export function jsonRecord<Row>(
  types: Record<keyof Row & string, string>,
  made: Partial<Record<keyof Row, string>> = {},
): JsonRecord {
  const all = Object.entries(types) as [keyof Row & string, string][];
  const listed = (part: (name: keyof Row & string, type: string) => string) =>
    sql.raw(all.map(([name, type]) => part(name, type)).join(', '));
  return {
    columns: listed((name) => name),
    values: listed((name) => made[name] ?? `sent.${name}`),
    types: listed((name, type) => `${name} ${type}`),
  };
}
