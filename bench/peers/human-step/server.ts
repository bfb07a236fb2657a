import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { connectPlatform, type Platform, type PlatformConnection } from './enforce.js';
import { type Command, findPerson, type Received, STEPS, type Step, type Taken } from './registry.js';

/** Connections of the desk's API and worker together. */
const CONNECTIONS = 20;

/** What a peer does behind the same HTTP interface and the same tables. */
export interface Engine {
  receive: (received: Received) => Promise<void>;
  take: (command: Command) => Promise<Taken>;
}

export interface Opened {
  db: pg.Pool;
  url: string;
  platform: PlatformConnection;
}

/** The one argument of a peer's program, as JSON. */
export interface PeerWork {
  database: string;
  platform: Platform;
}

/** Runs a peer as a program of its own; it sends its address to its parent. */
export async function serve(name: string, open: (opened: Opened) => Promise<Engine>): Promise<void> {
  process.title = `bench-peer-${name}`;
  const { database, platform } = JSON.parse(process.argv[2] ?? '{}') as PeerWork;
  const db = new pg.Pool({ connectionString: database, max: CONNECTIONS });
  const engine = await open({ db, url: database, platform: connectPlatform(platform) });
  const app = Fastify();
  app.post<{ Body: { targets: string[]; dueAt: string | null } }>('/notices', async (request, reply) => {
    const id = randomUUID();
    await engine.receive({ id, locators: request.body.targets, dueAt: request.body.dueAt });
    return reply.code(201).send({ id });
  });
  app.post<{ Params: { id: string; step: string } }>('/notices/:id/:step', async (request, reply) => {
    const person = await findPerson(db, request.headers.authorization);
    if (person === undefined) return reply.code(401).send({});
    const { id, step } = request.params;
    if (!isStep(step)) return reply.code(404).send({});
    const command = String(request.headers['idempotency-key'] ?? randomUUID());
    const taken = await engine.take({ command, id, step, person });
    return reply.code(taken.status).send(taken);
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ address });
}

function isStep(text: string): text is Step {
  return STEPS.some((step) => step === text);
}
