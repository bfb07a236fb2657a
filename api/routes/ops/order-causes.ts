import type { AlertKind } from '../../../domain/alert.js';
import type { CauseWords } from './engine-causes.js';

export const ORDER_CAUSES = {
  order_not_in_effect: {
    title: 'An order is not in effect',
    explains:
      'It was withdrawn, has lapsed, or was stayed or annulled before it was enforced. The deadlines to decide and comply are stopped.',
    selfHeals: 'The alert ends when the order is in effect again, counsel upholds it, or the notice is closed.',
    safe: null,
  },
  restore_due: {
    title: 'A restriction in force has lost its basis',
    explains:
      'The order has lapsed, was revoked, stayed or annulled, or an emergency was not ratified, but the restriction is still in force.',
    selfHeals: 'A deadline to restore is running. Nothing is restored automatically: a person must do it.',
    safe: null,
  },
  unsupported_restrictions: {
    title: 'Restrictions without a valid basis',
    explains: 'The monthly list of restrictions that are in force although their order is not has entries.',
    selfHeals: 'It is counted again every ten minutes and resolved when it is empty.',
    safe: null,
  },
} as const satisfies Partial<Record<AlertKind, CauseWords>>;
