/** What a homeserver can act on. An event is named with its room: Synapse asks for both. */
export type SynapseItem =
  | { kind: 'account'; user: string }
  | { kind: 'room'; room: string }
  | { kind: 'event'; room: string; event: string };

/** What a locator means: a user by full id or local name, a room or an event by its link. Rooms may go by an alias. */
export type SynapseLocator =
  | { kind: 'account'; name: string }
  | { kind: 'room'; room: string }
  | { kind: 'event'; room: string; event: string };

const USER = /^@[^\s:/]+:[^\s/]+$/;
const ROOM = /^![^\s/]+$/;
const ALIAS = /^#[^\s:/]+:[^\s/]+$/;
const EVENT = /^\$[^\s/]+$/;

/** The desk's id of an item; read again by `itemOf`. */
export function idOf(item: SynapseItem): string {
  if (item.kind === 'account') return item.user;
  return item.kind === 'room' ? item.room : `${item.room}/${item.event}`;
}

/** What an id of the desk is on a homeserver; null: nothing. */
export function itemOf(id: string): SynapseItem | null {
  if (USER.test(id)) return { kind: 'account', user: id };
  const [room = '', event, ...more] = id.split('/');
  if (!ROOM.test(room) || more.length > 0) return null;
  if (event === undefined) return { kind: 'room', room };
  return EVENT.test(event) ? { kind: 'event', room, event } : null;
}

/** What a locator means on a homeserver; null: nothing. Links are those of matrix.to, of any host. */
export function readLocator({ type, locator }: { type: string; locator: string }): SynapseLocator | null {
  const [first = '', event = ''] = partsOfLink(locator) ?? [nameOf(type, locator)];
  const isRoom = ROOM.test(first) || ALIAS.test(first);
  if (type === 'account' && /^@[^\s/]+$/.test(first)) return { kind: 'account', name: first };
  if (type === 'channel' && isRoom && event === '') return { kind: 'room', room: first };
  return type === 'post' && isRoom && EVENT.test(event) ? { kind: 'event', room: first, event } : null;
}

export function isAlias(room: string): boolean {
  return room.startsWith('#');
}

/** Without a link accounts may leave out their `@`, and the id of a channel has no room for the sign of an alias. */
function nameOf(type: string, locator: string): string {
  const sign = type === 'account' ? '@' : '#';
  return locator.startsWith(sign) ? locator : `${sign}${locator}`;
}

/** `https://matrix.to/#/!room:server/$event?via=server` by its parts; null: it is no such link. */
function partsOfLink(locator: string): string[] | null {
  const hash = /^https?:/i.test(locator) ? URL.parse(locator)?.hash : undefined;
  if (hash?.startsWith('#/') !== true) return null;
  const [path = ''] = hash.slice(2).split('?');
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}
