import { Pool } from 'pg';
import { createChance, seededRandom } from './chance.js';
import { readShape, requireToken } from './request-guard.js';
import type { SimulatorsReady, SimulatorsRequest } from './simulators-spec.js';
import { openServer, type Route } from './http-server.js';
import { startIssuer } from './issuer.js';
import { type MailCatcher, mailFaults, startMailCatcher } from './mail-catcher.js';
import { createPagerRoute } from './pager-simulator.js';
import { createPlatformRoute } from './platform-simulator.js';
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
  const server = await openServer({
    port: options.request.http.port,
    routes: [
      createMailFaultsRoute(mail, token),
      createPagerRoute(pool, { token, secret: options.pagerWebhookSecret }),
      createPlatformRoute(pool, { token, webhookSecret: options.platformWebhookSecret }),
    ],
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

function createMailFaultsRoute(mail: MailCatcher | undefined, token: string): Route {
  return (request) => {
    if (!mail || request.method !== 'POST' || request.path !== '/_mail/faults') return undefined;
    requireToken(request, token);
    const faults = readShape(mailFaults, request);
    mail.setFaults(faults);
    return Promise.resolve({ status: 200, body: { faults } });
  };
}
