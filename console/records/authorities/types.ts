import type { z } from 'zod';
import type { authorityView, authorityWrite } from '../../../contract/admin.js';

export type Authority = z.infer<typeof authorityView>;
/** What is sent to change it, before the desk has looked at it. */
export type AuthorityBody = { [Field in keyof z.input<typeof authorityWrite>]: unknown };
