import { z } from 'zod';
import { MAX_CONTENT_TEXT } from '../domain/targets/target-content.js';
import type { PlatformConnection } from './connection.js';

export interface ContentRef {
  type: string;
  id: string;
}

/** Breaks no storage and reorders no text around it: control characters but line ends and tabs, and direction marks. */
const HOSTILE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu; // oxlint-disable-line no-control-regex -- controls are what is looked for

function clean(text: string, max: number): string {
  return text.toWellFormed().replace(HOSTILE, '').slice(0, max).toWellFormed();
}

const short = (max: number) =>
  z
    .string()
    .transform((text) => clean(text, max))
    .nullish()
    .catch(null)
    .transform((text) => text ?? null);

/** An unusable detail counts as absent; without `id` and `exists` there is no answer. */
export const itemContent = z
  .object({
    id: z.string().min(1).max(300),
    exists: z.boolean(),
    text: z.string().nullish(),
    language: short(35),
    author: short(200),
    createdAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .catch(null)
      .transform((at) => at ?? null),
    images: z
      .int()
      .min(0)
      .max(10_000)
      .nullish()
      .catch(null)
      .transform((count) => count ?? null),
  })
  .transform(({ text, ...item }) => ({
    ...item,
    text: text == null ? null : clean(text, MAX_CONTENT_TEXT),
    cut: text != null && text.length > MAX_CONTENT_TEXT,
  }));
export type ItemContent = z.output<typeof itemContent>;

export function askContent(ask: PlatformConnection['ask'], items: readonly ContentRef[]): Promise<unknown> {
  return ask({ method: 'POST', path: '/content', body: { items }, question: true });
}
