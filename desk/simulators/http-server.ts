import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';

/** Room for 32 MiB of targets and their overhead. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface SimulatorServer {
  port: number;
  close(): Promise<void>;
}

/** A server on the loopback interface; bodies stay raw text, over which signatures are computed. */
export async function openServer(port: number, addRoutes: (app: FastifyInstance) => void): Promise<SimulatorServer> {
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // Longer than the clients' keep-alive, so that they close first: a desk restarts its fakes while clients hold
    // connections open.
    keepAliveTimeout: 75_000,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if (error.statusCode !== undefined) return reply.code(error.statusCode).send({ error: error.message });
    logFailure('request failed', error);
    return reply.code(500).send({ error: 'Internal error of the simulator. See its log.' });
  });
  app.setNotFoundHandler(({ method, url }, reply) =>
    reply.code(404).send({ error: `There is no route ${method} ${url}.` }),
  );
  addRoutes(app);
  await app.listen({ port, host: '127.0.0.1' });
  const [address] = app.addresses();
  return { port: typeof address === 'object' ? address.port : port, close: () => app.close() };
}

export function logFailure(msg: string, error: unknown): void {
  process.stderr.write(`${JSON.stringify({ level: 50, msg, err: { message: String(error) } })}\n`);
}

export const httpError = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });

/** Cuts the connection instead of answering. */
export function drop(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

export function requireToken({ headers }: FastifyRequest, token: string): void {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw httpError(401, 'Send the token as "Authorization: Bearer TOKEN".');
  }
}

export const readText = ({ body }: FastifyRequest) => (typeof body === 'string' ? body : '');

/** Requires a valid Standard Webhooks signature over the body. */
export function requireSignature(request: FastifyRequest, secret: string): void {
  try {
    new Webhook(secret).verify(readText(request), request.headers as Record<string, string>, { jsonParse: false });
  } catch (error) {
    throw httpError(401, `The webhook signature is not valid: ${(error as Error).message}.`);
  }
}

/** Returns the body in the given shape; throws a 400 that names the first invalid field. */
export function readShape<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  const result = schema.safeParse(readJson(request));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw httpError(400, `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'wrong'}`);
}

export function readJson(request: FastifyRequest): unknown {
  try {
    return JSON.parse(readText(request));
  } catch {
    throw httpError(400, 'The body is not JSON.');
  }
}
