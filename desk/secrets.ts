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
const schema = z.object({
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
  /** The last signed tree of the audit log has a file of its own in this home: without it nothing is signed. */
  auditState: z.literal('kept'),
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
/** What homes of before did not have yet, and how it is made. */
const LATER = {
  auditState: (): 'kept' => 'kept',
  issuer: makeIssuerSecrets,
  approvalKey: makeSigningKey,
  auditKey: makeSigningKey,
  receiptKey: makeSigningKey,
  letterKey: makeSigningKey,
  payloadKey: makePayloadKey,
  loginPasswords: makeLoginPasswords,
  temporalDatabasePassword: makePassword,
};

/** The secrets of this home: made at the first start, read ever after. Losing the file loses the database's password. */
export function readOrMakeSecrets(home: string): DeskSecrets {
  const path = join(home, 'secrets.json');
  if (!existsSync(path)) {
    const made = makeSecrets();
    adoptLog(home, 'empty');
    writePrivateFile(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  chmodSync(path, 0o600);
  const content = parseJson(readFileSync(path, 'utf8'));
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  const grown = schema.safeParse(withLater(content));
  if (grown.success) {
    // Once: a home that had the file and has lost it asks for an operator.
    if (!hasAuditState(content)) adoptLog(home, 'last');
    writePrivateFile(path, `${JSON.stringify(grown.data, null, 2)}\n`);
    return grown.data;
  }
  throw new StartError(`${path}: damaged. Restore a copy, or move ${home} away to start with an empty desk.`);
}

/** The secrets of an older home, with what has come since. */
function withLater(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const missing = Object.entries(LATER).filter(([name]) => !Object.hasOwn(content, name));
  const grown = { ...content, ...Object.fromEntries(missing.map(([name, make]) => [name, make()])) };
  const known = 'loginPasswords' in grown && typeof grown.loginPasswords === 'object' ? grown.loginPasswords : {};
  // A kind of process that is new since has no password yet.
  return { ...grown, loginPasswords: { ...makeLoginPasswords(), ...known } };
}

function hasAuditState(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'auditState' in content;
}

/** Has the API sign the log of a new home, or that of a home from before there was such a file. It is on record as an act. */
function adoptLog(home: string, from: 'empty' | 'last'): void {
  const reason = from === 'empty' ? 'A new desk.' : 'An upgrade from a release that kept no signed tree.';
  writePrivateFile(join(home, 'audit-state.json'), `${JSON.stringify({ adopt: { from, reason } })}\n`);
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
    auditState: 'kept',
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
