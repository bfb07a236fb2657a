import { z } from 'zod';

const whole = z.number().int();
const allowed = whole.nullable();

export const countsView = z.object({
  notices: z
    .array(allowed)
    .describe(
      'Notices that match each query of `notices`, in its order; null: `GET /v1/notices` would reject the query',
    ),
  alerts: allowed.describe(
    'Open alerts, those of one kind about one notice once; here and below, null for callers without permission to read them',
  ),
  mail: allowed.describe('Inbound mail that is waiting for a person'),
  appeals: allowed.describe('Open appeals'),
  changes: allowed.describe('Changes that are waiting for a second person'),
});
