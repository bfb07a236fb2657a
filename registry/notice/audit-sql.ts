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

/** Whom an entry shows as its actor: of a person the name, which the log itself does not bear. */
export function actorShown(of: string): RawBuilder<string> {
  const id = sql.ref(`${of}.actor_id`);
  return sql<string>`coalesce((
    select shown.name from person shown
    where ${sql.ref(`${of}.actor_kind`)} = 'person'
      and shown.id = (case when ${id} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${id}::uuid end)
  ), ${sql.ref(`${of}.actor_name`)})`;
}
