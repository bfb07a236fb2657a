import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeSigningKey } from '../config/approval-keys.js';
import { REGISTRY_LOGIN_NAMES } from '../config/registry-logins.js';
import { recordOf } from '../domain/keys-of.js';
import { writePrivateFile } from './atomic-file.js';
import { DEMO_PEOPLE, type DemoName } from './doubles/demo-people.js';
import { StartError } from './start-error.js';

const names = DEMO_PEOPLE.map((person) => person.name) as [DemoName, ...DemoName[]];
/** The form of a home's files. Homes of builds before release 0.1.0 name none. */
const FORMAT = 1;
const schema = z.object({
  format: z.literal(FORMAT),
  /** Of the server's first user, who made the cluster: the desk itself signs in so, no other process. */
  databasePassword: z.string().min(16),
  /** The same of the server that a whole Temporal server keeps its records in (`npm run cluster`). */
  temporalDatabasePassword: z.string().min(16),
  /** Of the registry's logins, one for each kind of process. */
  loginPasswords: z.record(z.enum(REGISTRY_LOGIN_NAMES), z.string().min(16)),
  platformToken: z.string().min(16),
  platformWebhookSecret: z.string().startsWith('whsec_'),
  pagerWebhookSecret: z.string().startsWith('whsec_'),
  /** Signs approvals: its private half goes to the API alone, its public half to the enforcement process. */
  approvalKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs checkpoints of the audit log: goes to the API alone. */
  auditKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs receipts of what authorities file: goes to the API alone. */
  receiptKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  /** Signs letters on paper: goes to the API and the notice worker. */
  letterKey: z.object({ privateKey: z.string().startsWith('-----BEGIN'), publicKey: z.string().length(44) }),
  keys: z.record(z.enum(names), z.string().startsWith('nd_')),
  /** Of the embedded issuer: what it signs with, and what its cookies are signed with. */
  issuer: z.object({
    key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
    cookieKey: z.string().min(16),
  }),
  /** Wraps the keys of notices. Losing it loses what Temporal holds of every open notice. */
  payloadKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});
export type DeskSecrets = z.infer<typeof schema>;

const ADOPT_NEW = { from: 'empty', reason: 'A new desk.' };

/** The secrets of this home: made at the first start, read ever after. Losing the file loses the database's password. */
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
  throw new StartError(`${path}: damaged. Put back a copy, or move ${home} away to begin with an empty desk.`);
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
    keys: recordOf(names, makeApiKey),
    issuer: makeIssuerSecrets(),
    payloadKey: makePayloadKey(),
    approvalKey: makeSigningKey(),
    auditKey: makeSigningKey(),
    receiptKey: makeSigningKey(),
    letterKey: makeSigningKey(),
  };
}

function makeLoginPasswords(): DeskSecrets['loginPasswords'] {
  return recordOf(REGISTRY_LOGIN_NAMES, makePassword);
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
