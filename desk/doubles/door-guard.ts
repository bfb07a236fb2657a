import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import { DoorError, type DoorRequest } from './http-door.js';

/** Asks for `Authorization: Bearer <token>`. */
export function requireToken({ headers }: DoorRequest, token: string): void {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new DoorError(401, 'Send the token as "Authorization: Bearer TOKEN".');
  }
}

/** Asks for a valid standard-webhooks signature over the body. */
export function requireSignature({ headers, body }: DoorRequest, secret: string): void {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });
  } catch (error) {
    throw new DoorError(401, `The webhook signature is not valid: ${(error as Error).message}.`);
  }
}

/** The body in the given shape, else a 400 that names the first wrong place. */
export function readShape<Schema extends z.ZodType>(schema: Schema, request: DoorRequest): z.output<Schema> {
  const result = schema.safeParse(request.json());
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new DoorError(400, `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'wrong'}`);
}
