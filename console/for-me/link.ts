import type { ForMeItem } from '../http/types.js';

const PLACES = { mail: '/inbound', appeal: '/appeals', change: '/changes', second_review: '/second-reviews' } as const;

export function toItemAddress({ kind, id }: Pick<ForMeItem, 'kind' | 'id'>): string {
  switch (kind) {
    case 'mail':
    case 'appeal':
    case 'change':
    case 'second_review':
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
