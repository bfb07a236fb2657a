import { sql, type RawBuilder } from 'kysely';
import type { EventAction, EventDetails } from '../../domain/event.js';

export function actions(first: EventAction, ...others: EventAction[]): RawBuilder<EventAction> {
  return sql.join([first, ...others].map((action) => sql.lit(action)));
}

type Key<Action extends EventAction> = keyof EventDetails[Action] & string;

export function detailText<Action extends EventAction>(key: Key<Action>, of?: string): RawBuilder<string | null> {
  return sql`${column(of)} ->> ${sql.lit(key)}`;
}

export function detailJson<Action extends EventAction>(key: Key<Action>, of?: string): RawBuilder<unknown> {
  return sql`${column(of)} -> ${sql.lit(key)}`;
}

function column(of: string | undefined): RawBuilder<unknown> {
  return sql.ref(of === undefined ? 'detail' : `${of}.detail`);
}

/** SQL expression for the displayed actor: for a person the current name, which the log itself does not hold. */
export function actorShown(of: string): RawBuilder<string> {
  const id = sql.ref(`${of}.actor_id`);
  return sql<string>`coalesce((
    select shown.name from person shown
    where ${sql.ref(`${of}.actor_kind`)} = 'person'
      and shown.id = (case when ${id} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${id}::uuid end)
  ), ${sql.ref(`${of}.actor_name`)})`;
}
