import { z } from 'zod';

export const base64urlUpTo = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'Give base64url without padding.');
const base64url = base64urlUpTo(16_384);

/** Response of `navigator.credentials.get` as JSON; with `DESK_STEP_UP` on it accompanies the act it confirms. */
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
      'AuthenticationResponseJSON of Web Authentication over a challenge of `POST /v1/me/passkeys/challenge`; required if DESK_STEP_UP is on',
  });
export type Assertion = z.infer<typeof assertion>;
