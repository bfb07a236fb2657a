export type SynapseItem =
  | { kind: 'account'; user: string }
  | { kind: 'room'; room: string }
  | { kind: 'event'; room: string; event: string };

export type SynapseLocator =
  | { kind: 'account'; name: string }
  | { kind: 'room'; room: string }
  | { kind: 'event'; room: string; event: string };

const USER = /^@[^\s:/]+:[^\s/]+$/;
const ROOM = /^![^\s/]+$/;
const ALIAS = /^#[^\s:/]+:[^\s/]+$/;
const EVENT = /^\$[^\s/]+$/;

export function formatItemId(item: SynapseItem): string {
  if (item.kind === 'account') return item.user;
  return item.kind === 'room' ? item.room : `${item.room}/${item.event}`;
}

/** Parses an item id; null if it is not one of a homeserver. */
export function parseItemId(id: string): SynapseItem | null {
  if (USER.test(id)) return { kind: 'account', user: id };
  const [room = '', event, ...more] = id.split('/');
  if (!ROOM.test(room) || more.length > 0) return null;
  if (event === undefined) return { kind: 'room', room };
  return EVENT.test(event) ? { kind: 'event', room, event } : null;
}

/** Parses a locator (a Matrix id, or a matrix.to link of any host); null if it is neither. */
export function readSynapseLocator({ type, locator }: { type: string; locator: string }): SynapseLocator | null {
  const [first = '', event = ''] = partsOfLink(locator) ?? [toMatrixName(type, locator)];
  const isRoom = ROOM.test(first) || ALIAS.test(first);
  if (type === 'account' && /^@[^\s/]+$/.test(first)) return { kind: 'account', name: first };
  if (type === 'channel' && isRoom && event === '') return { kind: 'room', room: first };
  return type === 'post' && isRoom && EVENT.test(event) ? { kind: 'event', room: first, event } : null;
}

export function isAlias(room: string): boolean {
  return room.startsWith('#');
}

/** Without a link accounts may omit their `@`, and a channel id cannot hold the `#` of an alias. */
function toMatrixName(type: string, locator: string): string {
  const sign = type === 'account' ? '@' : '#';
  return locator.startsWith(sign) ? locator : `${sign}${locator}`;
}

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
