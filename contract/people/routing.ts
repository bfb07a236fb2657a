import { z } from 'zod';
import { NOTICE_KINDS, PRIORITIES } from '../../domain/notices/notice.js';
import { withoutNul } from '../query.js';

const ids = z.array(z.string().min(1).max(100)).max(200).default([]);

export const languageCode = z.string().regex(/^[a-z]{2,3}$/, 'Give a language code such as tr.');

const rule = z.strictObject({
  name: withoutNul(z.string().trim().min(1, 'Give the rule a name.').max(100)),
  laws: ids.describe('Ids of laws; none: any'),
  languages: z.array(languageCode).max(50).default([]),
  authorities: ids.describe('Ids of the directory; none: any'),
  kinds: z.array(z.enum(NOTICE_KINDS)).default([]),
  queue: withoutNul(z.string().trim().min(1).max(50)).nullable().default(null),
  priority: z.enum(PRIORITIES).nullable().default(null),
  reviewers: z.array(z.uuid()).max(200).default([]).describe('People who are offered first when it is assigned'),
});

const rules = z
  .array(rule)
  .max(200)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Two rules have the same name.')
  .describe('The first that fits decides');

export const routingWrite = z.strictObject({ rules }).meta({ id: 'RoutingWrite' });

export const routingView = z.object({ rules: z.array(rule) });

export const routedView = z
  .object({ rule: z.string(), reviewers: z.array(z.string()).describe('Person ids') })
  .nullable()
  .describe('The routing rule that set queue and priority; null: none did, or a person chose since');
