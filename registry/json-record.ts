import { sql, type RawBuilder } from 'kysely';

interface JsonRecord {
  columns: RawBuilder<unknown>;
  values: RawBuilder<unknown>;
  types: RawBuilder<unknown>;
}

/**
 * Builds SQL that passes a row as one JSON parameter: driver and planner cost grows with the number of parameters.
 * Build it once per row type.
 */
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
