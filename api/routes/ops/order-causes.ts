import type { AttentionKind } from '../../../domain/attention.js';
import type { CauseWords } from './engine-causes.js';

export const ORDER_CAUSES = {
  order_not_in_effect: {
    title: 'An order is not in effect',
    explains:
      'It was withdrawn, has lapsed, or was stayed or annulled before it was carried out. The clocks to decide and comply stand.',
    selfHeals: 'It goes when the order is in effect again, counsel upholds it, or the notice is closed.',
    safe: null,
  },
  restore_due: {
    title: 'Something in force has lost its basis',
    explains:
      'The order has lapsed, was revoked, stayed or annulled, or an emergency was refused, and what was done stands.',
    selfHeals: 'A clock to restore runs. Nothing is restored by itself: people do that.',
    safe: null,
  },
  unsupported_restrictions: {
    title: 'Restrictions without a living basis',
    explains: 'The monthly list of what is in force though its order is not is not empty.',
    selfHeals: 'It is counted again every ten minutes and resolved when it is empty.',
    safe: null,
  },
} as const satisfies Partial<Record<AttentionKind, CauseWords>>;
