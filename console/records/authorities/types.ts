import type { z } from 'zod';
import type { authorityWrite } from '../../../contract/people/admin.js';

export type { Authority } from '../../http/types.js';
/** What is sent to change it, before the desk has looked at it. */
export type AuthorityBody = { [Field in keyof z.input<typeof authorityWrite>]: unknown };
