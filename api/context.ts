import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Role } from '../domain/people/permission.js';
import type { SessionLimits } from '../domain/people/session.js';
import type { Db } from '../registry/db.js';
import type { RulebookState } from '../application/clocks/rulebook/rulebook-store.js';
import type { Services } from '../application/services.js';
import type { ReadSdkMetrics } from '../client/sdk-metrics.js';
import type { TemporalUi } from '../application/temporal-url.js';
import type { SigningKey } from '../config/approval-keys.js';
import type { LetterPrinter } from '../letters/pdf/letter-printer.js';
import type { SignIn } from './sign-in/issuer.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that only reads: like a GET it runs with its caller's rights. */
    reads?: boolean;
  }
}

export interface DemoPerson {
  name: string;
  label: string;
  roles: Role[];
}

export interface HttpSettings extends TemporalUi {
  /** Connections that hold Idempotency-Keys while commands run on `db`: a single pool for both could deadlock. */
  gate: Db;
  rulebookState(): RulebookState;
  /** The folder whose stored texts the public pages of the law show (`DESK_RULEBOOK`); null: the bundled one. */
  rulebookDir: string | null;
  canary: boolean;
  /** Requests a minute per key or session; null: no limit. */
  rateLimit: number | null;
  /** Addresses of proxies whose `X-Forwarded-For` is trusted: IPs, CIDRs, `loopback` and the like. */
  trustedProxies: readonly string[];
  /** Connections without TLS that `DESK_INSECURE` allows, by variable. */
  openLinks: readonly string[];
  embedded: boolean;
  metricsToken: string | null;
  sdkMetrics: ReadSdkMetrics;
  traced: boolean;
  /** Whether public statements are visible to everyone (`DESK_PUBLIC_STATEMENTS`). */
  publicStatements: boolean;
  /** How people sign in to the console; null: no issuer is configured. */
  signIn: SignIn | null;
  /** Whether the issuer's mail addresses count as verified without its saying so (`OIDC_TRUST_EMAIL`). */
  trustEmail: boolean;
  /** The public origin of the console; null: not configured. */
  publicUrl: string | null;
  /** Demo people offered on the sign-in page; empty except in an embedded desk. */
  demoPeople: readonly DemoPerson[];
  sessionLimits: SessionLimits;
  /** Public keys of approvals, the current one first; `until` (RFC 3339) is when a replaced key stopped signing. */
  approvalKeys: readonly { id: string; publicKey: string; until: string | null }[];
  /** Signs receipts of what authorities file; null: there is no portal. */
  receiptKey: SigningKey | null;
  letterPrinter: LetterPrinter;
  /** Published key of letters; null: letters are not signed. */
  letterKey: { id: string; publicKey: string } | null;
  /** Public half of the key of Web Push; null: browsers get no notifications. */
  pushKey: string | null;
  /** When this process started: a signing key that has not signed before is in use since then. */
  startedAt: Date;
  consoleDir: string;
}

/** What every route receives. Built once in `main.ts`; tests build their own. */
export interface ApiContext extends Services, HttpSettings {}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export function toTypedScope(plain: FastifyInstance): Api {
  return plain.withTypeProvider<ZodTypeProvider>();
}

export function pathPart({ params }: FastifyRequest, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
