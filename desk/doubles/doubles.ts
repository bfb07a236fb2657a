import { Pool } from 'pg';
import { createChance, seededRandom } from './chance.js';
import { readShape, requireToken } from './door-guard.js';
import type { DoublesReady, DoublesRequest } from './doubles-spec.js';
import { openDoor, type Route } from './http-door.js';
import { startIssuer } from './issuer.js';
import { type MailCatcher, mailFaults, startMailCatcher } from './mail-catcher.js';
import { createPagerRoute } from './pager-double.js';
import { createPlatformRoute } from './platform-double.js';
import { createPlatformSchema } from './platform-store.js';

export interface DoublesOptions {
  request: DoublesRequest;
  databaseUrl: string;
  platformToken: string;
  platformWebhookSecret: string;
  pagerWebhookSecret: string;
}

export interface Doubles {
  ready: DoublesReady;
  close(): Promise<void>;
}

/** Starts mail catcher, fake platform, fake pager and issuer on one database. */
export async function startDoubles(options: DoublesOptions): Promise<Doubles> {
  const pool = new Pool({ connectionString: options.databaseUrl, max: 8 });
  pool.on('error', () => undefined); // An idle connection failed with the database; the next query opens another.
  pool.on('connect', (client) => client.on('error', () => undefined)); // A busy connection may also fail between two queries.
  await createPlatformSchema(pool);
  const mail = options.request.mail
    ? await startMailCatcher(pool, { port: options.request.mail.port, chance: createChance(seededRandom(1)) })
    : undefined;
  const token = options.platformToken;
  const door = await openDoor({
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
      type: 'doubles-ready',
      httpPort: door.port,
      ...(mail ? { smtpPort: mail.port } : {}),
      ...(issuer ? { issuerPort: issuer.port } : {}),
    },
    close: async () => {
      await Promise.all([door.close(), mail?.close(), issuer?.close()]);
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
