import { z } from 'zod';
import { line } from './admin.js';
import { count } from '../fields.js';
import { stamp } from '../notice-view.js';
import { assertion, base64urlUpTo } from './assertion.js';

const base64url = base64urlUpTo(16_384);

const transports = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(10);

const registration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64urlUpTo(65_536),
    transports: transports.optional(),
  }),
});
export type RegistrationAnswer = z.infer<typeof registration>;

const passkeyName = line(100);

export const passkeyOptions = z.strictObject({ assertion: assertion.optional() }).meta({ id: 'PasskeyOptions' });

export const passkeyWrite = z
  .strictObject({
    name: passkeyName,
    response: registration.describe('RegistrationResponseJSON of Web Authentication'),
  })
  .meta({ id: 'PasskeyWrite' });

export const passkeyRename = z.strictObject({ name: passkeyName }).meta({ id: 'PasskeyRename' });

export const passkeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: stamp,
  lastUsedAt: stamp.nullable(),
});

/** The act that a passkey must confirm. */
export const challengeAct = z.union([
  z.strictObject({
    command: z.enum(['approve', 'ratify']),
    notice: z.string().max(100),
    submission: count,
    digest: z.string().max(100),
    refuse: z.boolean().optional().describe('For `ratify`: the ratification is refused'),
  }),
  z.strictObject({ change: z.string().max(100).describe('Id of the change to confirm') }),
  z.strictObject({
    revision: count.describe('Number of the rulebook revision to approve'),
    digest: z.string().max(200),
  }),
  z.strictObject({
    write: z
      .string()
      .max(300)
      .regex(/^(POST|PUT|PATCH|DELETE) \/v1\/\S+$/, 'Give method and path, e.g. "POST /v1/people".')
      .describe('An administrative request: method and path'),
    body: z.record(z.string(), z.unknown()).describe('The body as it will be sent, without `assertion`'),
  }),
]);

export const challengeWrite = z.strictObject({ act: challengeAct }).meta({ id: 'PasskeyChallenge' });

export const challengeView = z.object({
  challenge: z.string().describe('SHA-256 over the canonical statement of the act, base64url'),
  expiresAt: stamp,
  options: z
    .record(z.string(), z.unknown())
    .describe('PublicKeyCredentialRequestOptionsJSON for `navigator.credentials.get`'),
});

export const registrationOptions = z
  .record(z.string(), z.unknown())
  .describe('PublicKeyCredentialCreationOptionsJSON for `navigator.credentials.create`');
