import { z } from 'zod';

export const personWebhookView = z.object({
  host: z.string().nullable().describe('Of the address that receives my notifications; null: none'),
  requested: z
    .object({ host: z.string(), change: z.string() })
    .nullable()
    .describe('An address that an admin or counsel has yet to confirm'),
});

export const httpsAddress = z
  .url({ protocol: /^https$/ })
  .max(1_000)
  .refine((url) => URL.parse(url)?.username === '', 'Give an address without a user name.');

export const personWebhookWrite = z
  .strictObject({
    url: httpsAddress.describe(
      'Gets a POST of `{"text": "…"}`, as incoming webhooks of chats take it. Never shown again',
    ),
  })
  .meta({ id: 'PersonWebhookWrite' });
