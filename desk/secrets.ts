import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeSigningKey } from '../config/approval-keys.js';
import { makePushKey } from '../config/push-key.js';
import { REGISTRY_LOGIN_NAMES } from '../config/registry-logins.js';
import { buildRecord } from '../domain/record-keys.js';
import { writePrivateFile } from './atomic-file.js';
import { DEMO_PEOPLE, type DemoName } from './simulators/demo-people.js';
import { StartError } from './start-error.js';

const names = DEMO_PEOPLE.map((person) => person.name) as [DemoName, ...DemoName[]];
/** The form of a home's files. Homes of builds before release 0.1.0 name none. */
const FORMAT = 1;
const schema = z.object({
  format: z.literal(FORMAT),
  /**
   * Of the PostgreSQL superuser, which created the cluster. Used by the desk itself, its `roles` step and backups; no
   * other process gets it.
   */
  databasePassword: z.string().min(16),
  /** The same for the PostgreSQL of a full Temporal server (`npm run cluster`). */
  temporalDatabasePassword: z.string().min(16),
  loginPasswords: z.record(z.enum(REGISTRY_LOGIN_NAMES), z.string().min(16)),
  platformToken: z.string().min(16),
  platformWebhookSecret: z.string().startsWith('whsec_'),
  pagerWebhookSecret: z.string().startsWith('whsec_'),
  /** Signs approvals. The private key goes to the API and to a separate jobs process, the public key to enforcement. */
  approvalKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs checkpoints of the audit log; goes to the API only. */
  auditKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs receipts for filings of authorities; goes to the API only. */
  receiptKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs PDF letters; goes to the API and the notice worker. */
  letterKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs notifications to browsers; goes to the API and the notice worker. */
  pushKey: z.string().length(43),
  keys: z.record(z.enum(names), z.string().startsWith('nd_')),
  /** Signing key and cookie key of the embedded issuer. */
  issuer: z.object({
    key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
    cookieKey: z.string().min(16),
  }),
  /** Wraps the keys of notices. If it is lost, everything that Temporal holds about open notices is lost. */
  payloadKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});
export type DeskSecrets = z.infer<typeof schema>;

const ADOPT_NEW = { from: 'empty', reason: 'A new desk.' };

/**
 * Reads the secrets of this home, or creates them at the first start. If the file is lost, so is the database's
 * password.
 */
export function readOrMakeSecrets(home: string): DeskSecrets {
  const path = join(home, 'secrets.json');
  if (!existsSync(path)) {
    const made = makeSecrets();
    // Has the API sign the log from its beginning; a home that loses this file later asks for an operator.
    writePrivateFile(join(home, 'audit-state.json'), `${JSON.stringify({ adopt: ADOPT_NEW })}\n`);
    writePrivateFile(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  chmodSync(path, 0o600);
  const content = parseJson(readFileSync(path, 'utf8'));
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  if (isEarlier(content))
    throw new StartError(
      `DESK_HOME=${home} was made by a build from before release 0.1.0, which this release cannot read. Start with an empty DESK_HOME.`,
    );
  throw new StartError(`${path}: damaged. Restore a copy, or move ${home} away to start with an empty desk.`);
}

function isEarlier(content: unknown): boolean {
  return typeof content === 'object' && content !== null && !('format' in content);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function makeSecrets(): DeskSecrets {
  return {
    format: FORMAT,
    databasePassword: makePassword(),
    temporalDatabasePassword: makePassword(),
    loginPasswords: makeLoginPasswords(),
    platformToken: makePassword(),
    platformWebhookSecret: makeWebhookSecret(),
    pagerWebhookSecret: makeWebhookSecret(),
    keys: buildRecord(names, makeApiKey),
    issuer: makeIssuerSecrets(),
    payloadKey: makePayloadKey(),
    approvalKey: makeSigningKey(),
    auditKey: makeSigningKey(),
    receiptKey: makeSigningKey(),
    letterKey: makeSigningKey(),
    pushKey: makePushKey(),
  };
}

function makeLoginPasswords(): DeskSecrets['loginPasswords'] {
  return buildRecord(REGISTRY_LOGIN_NAMES, makePassword);
}

function makePassword(): string {
  return randomBytes(32).toString('base64url');
}

function makeIssuerSecrets(): DeskSecrets['issuer'] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ format: 'jwk' }) as DeskSecrets['issuer']['key'];
  return { key, cookieKey: makePassword() };
}

function makePayloadKey(): string {
  return randomBytes(32).toString('base64');
}

const makeWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
const makeApiKey = (): string => `nd_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('base64url')}`;
