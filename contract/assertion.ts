import { z } from 'zod';

const base64url = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/, 'Give base64url without padding.');

/** What `navigator.credentials.get` answered, as JSON: with DESK_STEP_UP on it stands beside what it confirms. */
export const assertion = z
  .object({
    id: base64url,
    rawId: base64url,
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
    }),
  })
  .meta({
    id: 'Assertion',
    description:
      'AuthenticationResponseJSON of Web Authentication over a challenge of `POST /v1/me/passkeys/challenge`; asked for where DESK_STEP_UP is on',
  });
export type Assertion = z.infer<typeof assertion>;
