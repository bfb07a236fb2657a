import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Role } from '../domain/people/permission.js';
import type { SessionLimits } from '../domain/people/session.js';
import type { Db } from '../registry/db.js';
import type { RulebookState } from '../client/rulebook/keeper.js';
import type { Services } from '../client/services.js';
import type { ReceiptSigner } from '../client/signing/receipt-signer.js';
import type { LetterPrinter } from '../letters/pdf/letter-printer.js';
import type { SignIn } from './sign-in/issuer.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that only reads, as every GET does: for its caller alone. */
    reads?: boolean;
  }
}

/** One of the demo people, as the sign-in page shows them. */
export interface DemoPerson {
  name: string;
  label: string;
  roles: Role[];
}

/** What HTTP needs beside the services. */
export interface HttpSettings {
  /** Connections that only hold Idempotency-Keys while commands run on `db`: one pool for both could wait for itself. */
  gate: Db;
  /** How the rulebook stands, for `/readyz`. */
  rulebookState(): RulebookState;
  /** Whether canaries are sent. */
  canary: boolean;
  /** Requests a minute per key or session, or null for no limit. */
  rateLimit: number | null;
  /** Addresses of proxies whose `X-Forwarded-For` is believed: IPs, CIDRs, `loopback` and the like. */
  trustedProxies: readonly string[];
  /** Where Temporal's own screens are, for deep links. */
  temporalUi: string | null;
  /** Parts reached in the clear because DESK_INSECURE allows it, by variable. */
  openLinks: readonly string[];
  temporalNamespace: string;
  /** Whether the embedded mail catcher's table is there to be read. */
  embedded: boolean;
  metricsToken: string | null;
  /** Whether spans go somewhere, and the timeline names traces. */
  traced: boolean;
  /** Whether public statements are shown to everybody (`DESK_PUBLIC_STATEMENTS`). */
  publicStatements: boolean;
  /** How people sign in to the console; null where no issuer is named. */
  signIn: SignIn | null;
  /** Whether the issuer's mail addresses count as verified though it does not say so (`OIDC_TRUST_EMAIL`). */
  trustEmail: boolean;
  /** The origin that people reach the console at; null where nobody has said it. */
  publicUrl: string | null;
  /** Demo people who may be chosen on the sign-in page; none but in an embedded desk. */
  demoPeople: readonly DemoPerson[];
  sessionLimits: SessionLimits;
  /** Public keys of approvals, the one in use first; `until` (RFC 3339) is when a replaced one stopped to sign. */
  approvalKeys: readonly { id: string; publicKey: string; until: string | null }[];
  /** What signs receipts of what authorities file; null: there is no portal. */
  receiptSigner: ReceiptSigner | null;
  /** Puts letters on paper, signed where there is a key. */
  letterPrinter: LetterPrinter;
  /** What is published of the key of letters; null: they are not signed. */
  letterKey: { id: string; publicKey: string } | null;
  /** When this process began: the key it signs with is in use since then, if it has not signed before. */
  startedAt: Date;
  /** Folder of the built console. */
  consoleDir: string;
}

/** What every route is given. Built once in `main.ts`; tests build their own. */
export interface ApiContext extends Services, HttpSettings {}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
