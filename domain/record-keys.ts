export function getKeys<Table extends object>(table: Table): readonly (keyof Table & string)[] {
  // TypeScript has no type for an object that holds these keys and no others; a table written out in code does.
  return Object.keys(table) as (keyof Table & string)[];
}

export function buildRecord<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  // As above: the names are all of them.
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

export function hasKey<Table extends object>(table: Table, name: PropertyKey): name is keyof Table & string {
  return Object.hasOwn(table, name);
}
