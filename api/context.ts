import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Role } from '../domain/permission.js';
import type { SessionLimits } from '../domain/session.js';
import type { Rulebook } from '../rulebook/load.js';
import type { Db } from '../registry/db.js';
import type { RulebookState } from '../client/rulebook/keeper.js';
import type { Engine } from '../client/temporal/engine.js';
import type { SignIn } from './sign-in/issuer.js';

/** One of the demo people, as the sign-in page shows them. */
export interface DemoPerson {
  name: string;
  label: string;
  roles: Role[];
}

/** What every route is given. Built once in `main.ts`; tests build their own. */
export interface ApiContext {
  db: Db;
  /** Connections that only hold Idempotency-Keys while commands run on `db`: one pool for both could wait for itself. */
  gate: Db;
  engine: Engine;
  /** Commands that Temporal has said it holds and whose rows do not say so yet; the sweeper writes them there. */
  taken: Set<string>;
  /** The law as it is now: ask for it anew in each request, a changed folder changes it. */
  readonly rulebook: Rulebook;
  /** Number under which that rulebook is on record; null until the registry has taken it. */
  readonly rulebookEdition: number | null;
  /** How the rulebook stands, for `/readyz`. */
  rulebookState(): RulebookState;
  /** More acting targets than this need counsel (`DESK_MASS_TARGETS`). */
  massTargets: number;
  /** Whether a scope wider than the order's needs counsel (`DESK_WIDER_SCOPE`). */
  widerScope: 'flag' | 'counsel';
  /** Share of acting drafts to be read twice, in percent (`DESK_SECOND_READ_PERCENT`). */
  secondReadPercent: number;
  /** How soon an emergency has to be ratified (`DESK_RATIFY_WITHIN`). */
  ratifyWithinMinutes: number;
  /** Requests a minute per key or session, or null for no limit. */
  rateLimit: number | null;
  /** Who signs letters: the service, never a person. */
  serviceName: string;
  /** Where Temporal's own screens are, for deep links. */
  temporalUi: string | null;
  temporalNamespace: string;
  /** Whether the embedded mail catcher's table is there to be read. */
  embedded: boolean;
  metricsToken: string | null;
  /** How people sign in to the console; null where no issuer is named. */
  signIn: SignIn | null;
  /** Whether the issuer's mail addresses count as verified though it does not say so (`OIDC_TRUST_EMAIL`). */
  trustEmail: boolean;
  /** The origin that people reach the console at; null where nobody has said it. */
  publicUrl: string | null;
  /** Demo people who may be chosen on the sign-in page; none but in an embedded desk. */
  demoPeople: readonly DemoPerson[];
  sessionLimits: SessionLimits;
  /** Folder of the built console. */
  consoleDir: string;
  now: () => Date;
  newId: () => string;
}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
