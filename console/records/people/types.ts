import type { z } from 'zod';
import type { keyView, newKey } from '../../../contract/people/admin.js';

export type Key = z.infer<typeof keyView>;
export type NewKey = z.infer<typeof newKey>;

export interface OpenSession {
  id: string;
  person: string;
  personName: string;
  startedAt: string;
  lastSeenAt: string;
  userAgent: string;
  current: boolean;
}
