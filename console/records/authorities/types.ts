import type { z } from 'zod';
import type { authorityWrite } from '../../../contract/people/admin.js';

export type { Authority } from '../../http/types.js';
export type AuthorityBody = { [Field in keyof z.input<typeof authorityWrite>]: unknown };
