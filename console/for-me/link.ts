import type { ForMeItem } from '../http/types.js';

const PLACES = { mail: '/inbound', appeal: '/appeals', change: '/changes' } as const;

export function toItemAddress({ kind, id }: Pick<ForMeItem, 'kind' | 'id'>): string {
  switch (kind) {
    case 'mail':
    case 'appeal':
    case 'change':
      return `${PLACES[kind]}?open=${id}`;
    case 'approval':
      return `/notices/${id}/approval`;
    case 'mention':
    case 'opinion':
      return `/notices/${id}/conversations`;
    case 'reply':
      return `/notices/${id}/letters`;
    case 'returned':
    case 'deadline':
    case 'assigned':
      return `/notices/${id}`;
  }
}
