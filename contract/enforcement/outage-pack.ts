import { z } from 'zod';
import { CLOCK_BASES, CLOCK_KINDS, CLOCK_OWNERS } from '../../domain/clocks/clock.js';
import { NOTICE_KINDS, SECRECY_LEVELS, STAGES } from '../../domain/notices/notice.js';
import { PLATFORM_ACTIONS } from '../../domain/targets/platform-action.js';
import { stamp } from '../notice-view.js';
import { contactView } from '../people/admin.js';

export const packNotice = z
  .object({
    id: z.string(),
    number: z.string(),
    kind: z.enum(NOTICE_KINDS),
    stage: z.enum(STAGES),
    subject: z.string(),
    reference: z.string(),
    receivedAt: stamp,
    secrecy: z.enum(SECRECY_LEVELS),
    authority: z.object({
      name: z.string(),
      country: z.string(),
      contacts: z.array(contactView).describe('Valid now, from the directory'),
    }),
    law: z.object({ id: z.string(), version: z.string(), name: z.string().nullable() }),
    assignee: z.string().nullable().describe('Name'),
    orderStatus: z.string(),
    clocks: z.array(
      z.object({
        kind: z.enum(CLOCK_KINDS),
        owner: z.enum(CLOCK_OWNERS),
        basis: z.enum(CLOCK_BASES),
        state: z.enum(['running', 'paused', 'missed']),
        dueAt: stamp.nullable(),
        zone: z.string().describe('IANA name of the zone in which it is due'),
      }),
    ),
    toDo: z
      .array(
        z.object({
          action: z.enum(PLATFORM_ACTIONS),
          no: z.number().int(),
          type: z.string(),
          locator: z.string(),
          platformId: z.string().nullable(),
          countries: z.array(z.string()).describe('Empty: everywhere, or what the action needs none for'),
        }),
      )
      .describe('Approved and not in force, or approved to be restored and still in force; at most 100 of each'),
    left: z.number().int().describe('Further targets that are not listed'),
    readAt: stamp,
  })
  .meta({ id: 'OutagePackNotice' });
