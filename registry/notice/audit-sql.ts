import { sql, type RawBuilder } from 'kysely';
import type { EventAction, EventDetails } from '../../domain/event.js';

/** Names of entries of the audit log as they stand in a statement. */
export function actions(first: EventAction, ...others: EventAction[]): RawBuilder<EventAction> {
  return sql.join([first, ...others].map((action) => sql.lit(action)));
}

/** What every entry of these actions may keep. */
type Key<Action extends EventAction> = keyof EventDetails[Action] & string;

/** What the entries of an action keep under a name, as text; of the table or alias `of`, where there are several. */
export function detailText<Action extends EventAction>(key: Key<Action>, of?: string): RawBuilder<string | null> {
  return sql`${column(of)} ->> ${sql.lit(key)}`;
}

/** The same as JSON. */
export function detailJson<Action extends EventAction>(key: Key<Action>, of?: string): RawBuilder<unknown> {
  return sql`${column(of)} -> ${sql.lit(key)}`;
}

function column(of: string | undefined): RawBuilder<unknown> {
  return sql.ref(of === undefined ? 'detail' : `${of}.detail`);
}
