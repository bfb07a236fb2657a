import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { createChance, seededRandom } from './chance.js';
import type { SimulatorsReady, SimulatorsRequest } from './simulators-spec.js';
import { openServer, readShape, requireToken } from './http-server.js';
import { startIssuer } from './issuer.js';
import { type MailCatcher, mailFaults, startMailCatcher } from './mail-catcher.js';
import { addPager } from './pager-simulator.js';
import { addPlatform } from './platform-simulator.js';
import { createPlatformSchema } from './platform-store.js';

export interface SimulatorsOptions {
  request: SimulatorsRequest;
  databaseUrl: string;
  platformToken: string;
  platformWebhookSecret: string;
  pagerWebhookSecret: string;
}

export interface Simulators {
  ready: SimulatorsReady;
  close(): Promise<void>;
}

/** Starts mail catcher, fake platform, fake pager and issuer on one database. */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const pool = new Pool({ connectionString: options.databaseUrl, max: 8 });
  pool.on('error', () => undefined); // An idle connection failed with the database; the next query opens another.
  pool.on('connect', (client) => client.on('error', () => undefined)); // A busy connection may also fail between two queries.
  await createPlatformSchema(pool);
  const mail = options.request.mail
    ? await startMailCatcher(pool, { port: options.request.mail.port, chance: createChance(seededRandom(1)) })
    : undefined;
  const token = options.platformToken;
  const server = await openServer(options.request.http.port, (app) => {
    if (mail !== undefined) addMailFaults(app, mail, token);
    addPager(app, pool, { token, secret: options.pagerWebhookSecret });
    addPlatform(app, pool, { token, webhookSecret: options.platformWebhookSecret });
  });
  const issuer = options.request.issuer ? await startIssuer(options.request.issuer) : undefined;
  return {
    ready: {
      type: 'simulators-ready',
      httpPort: server.port,
      ...(mail ? { smtpPort: mail.port } : {}),
      ...(issuer ? { issuerPort: issuer.port } : {}),
    },
    close: async () => {
      await Promise.all([server.close(), mail?.close(), issuer?.close()]);
      await pool.end();
    },
  };
}

function addMailFaults(app: FastifyInstance, mail: MailCatcher, token: string): void {
  app.post('/_mail/faults', async (request) => {
    requireToken(request, token);
    const faults = readShape(mailFaults, request);
    mail.setFaults(faults);
    return { faults };
  });
}
