import { z } from 'zod';
import { shortReason } from './short-reason.js';

const stamp = z.string().describe('UTC with milliseconds');

export const exclusionWrite = z
  .strictObject({
    person: z.uuid().describe('Your own id to recuse yourself; another person: counsel or ops only'),
    reason: shortReason,
  })
  .meta({ id: 'ExclusionWrite' });

export const readmissionWrite = z.strictObject({ reason: shortReason }).meta({ id: 'ReadmissionWrite' });

export const staffRiskWrite = z
  .strictObject({ risk: z.boolean().describe('false clears the flag: counsel or ops only'), reason: shortReason })
  .meta({ id: 'StaffRiskWrite' });

export const exclusionView = z.object({
  number: z.number().int(),
  person: z.string().describe('Person id'),
  name: z.string(),
  reason: z.string(),
  by: z.string().describe('The same person: a recusal'),
  byName: z.string(),
  at: stamp,
});

export const staffRiskView = z
  .object({ reason: z.string(), by: z.string(), byName: z.string(), at: stamp })
  .nullable()
  .describe('The notice puts staff in danger: no mail about it names a colleague');

export const staffRiskAnswer = z.object({ notice: z.string(), risk: z.boolean() });

export const manualCounts = z
  .object({ total: z.number().int(), waiting: z.number().int() })
  .describe('Records of what was done by hand, and how many wait for a second person');
