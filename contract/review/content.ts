import { z } from 'zod';
import { CONTENT_STATES } from '../../domain/targets/target-content.js';
import { stamp } from '../notice-view.js';

export const targetContentView = z
  .object({
    state: z
      .enum(CONTENT_STATES)
      .describe('gone: it does not exist; not_offered: the platform shows none; unresolved: not looked up yet'),
    content: z
      .object({
        text: z.string().nullable().describe('From outside: show it as plain text'),
        cut: z.boolean().describe('The text is longer'),
        language: z.string().nullable(),
        author: z.string().nullable(),
        createdAt: stamp.nullable(),
        images: z.number().int().nullable().describe('How many it has; none is fetched'),
      })
      .nullable(),
  })
  .meta({ id: 'TargetContent' });
