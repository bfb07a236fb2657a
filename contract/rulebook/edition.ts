import { z } from 'zod';
import { EDITION_STATES } from '../../domain/rulebook/edition.js';
import { ROLES } from '../../domain/people/permission.js';
import { stamp } from '../notice-view.js';
import { reason } from '../fields.js';
import { assertion } from '../people/assertion.js';
import { differenceView, pendingRevisionView } from './rulebook.js';

export const editionParams = z.object({ digest: z.string().max(100) });

const by = z.object({ id: z.string(), name: z.string() });
const approval = z.object({ by, roles: z.array(z.enum(ROLES)), at: stamp });
const missing = z.enum(['counsel', 'another']);

export const editionView = z.object({
  digest: z.string().describe('Digest of its law: `sha256:` and hex'),
  edition: z.number().int(),
  state: z
    .enum(EDITION_STATES)
    .describe('proposed: waiting for approval; superseded: the folder changed again before it was decided'),
  inEffect: z.boolean().describe('In effect: applies to new notices'),
  proposedAt: stamp,
  inEffectAt: stamp.nullable().describe('When it last took effect'),
  adopted: z.boolean().describe('The first edition of the registry, shipped by its release: not approved by anyone'),
  approvals: z.array(approval),
  missing: missing
    .nullable()
    .describe('What a proposed edition still needs: an approval by counsel, or by any other person'),
  refused: z.object({ by, at: stamp, reason: z.string() }).nullable(),
  pinned: z.boolean().describe('In effect whatever is approved later'),
  pinning: z
    .object({
      kind: z.enum(['pin', 'unpin']),
      approvals: z.array(approval.extend({ reason: z.string() })),
      missing: missing.nullable(),
    })
    .nullable()
    .describe('A pin, or the end of one, that needs another approval'),
  differences: z.array(differenceView).describe('For a proposed edition: changes against the edition in effect'),
  sections: z
    .array(z.string())
    .describe('For a proposed edition: sections of the rulebook that differ, even if no law or calendar does'),
});

const vectorDue = stamp.nullable().describe('null: no due');

/** What an edition would change if it took effect now. Open clocks move only by a revision. */
export const editionEffects = pendingRevisionView.extend({
  vectors: z.object({
    changed: z.number().int().describe('Test vectors whose due time differs from that under the edition in effect'),
    items: z.array(z.object({ id: z.string(), from: vectorDue, to: vectorDue })).describe('The first 100 of them'),
  }),
});

export const editionApproval = z
  .strictObject({ reason: reason.optional(), assertion: assertion.optional() })
  .meta({ id: 'EditionApproval' });

export const editionPin = z.strictObject({ reason, assertion: assertion.optional() }).meta({ id: 'EditionPin' });

export const editionRefusal = z.strictObject({ reason }).meta({ id: 'EditionRefusal' });
