import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import { ServerError, type ServerRequest } from './http-server.js';

export function requireToken({ headers }: ServerRequest, token: string): void {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ServerError(401, 'Send the token as "Authorization: Bearer TOKEN".');
  }
}

/** Requires a valid Standard Webhooks signature over the body. */
export function requireSignature({ headers, body }: ServerRequest, secret: string): void {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });
  } catch (error) {
    throw new ServerError(401, `The webhook signature is not valid: ${(error as Error).message}.`);
  }
}

/** Returns the body in the given shape; throws a 400 that names the first invalid field. */
export function readShape<Schema extends z.ZodType>(schema: Schema, request: ServerRequest): z.output<Schema> {
  const result = schema.safeParse(request.json());
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ServerError(400, `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'wrong'}`);
}
