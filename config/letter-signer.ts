import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { issuerUrl } from './forms.js';
import { ConfigError } from './read-settings.js';

const word = z.string('expected text').min(1, 'expected text');
const address = word.refine((given) => issuerUrl.schema.safeParse(given).success, `expected ${issuerUrl.expects}`);

const schema = z
  .strictObject({
    certificate: word.optional(),
    key: word.optional(),
    pkcs11: z.strictObject({ module: word, token: word, key: word, pin: word }).optional(),
    timestamps: z.strictObject({ url: address, trust: word }).optional(),
  })
  .refine(
    ({ certificate, key, pkcs11 }) => [key, pkcs11].filter(Boolean).length === (certificate === undefined ? 0 : 1),
    'expected certificate together with either key or pkcs11, or none of them',
  );

/**
 * Reads the file that `LETTER_SIGNER` names, and the files it names, relative to it (docs/operating/operations.md,
 * Letters). Throws a `ConfigError`. An expired certificate is no error here: it must not stop the clocks.
 */
export function readLetterSigner(path: string | undefined) {
  if (path === undefined) return {};
  const files = openFiles(path);
  const { certificate, key, pkcs11, timestamps } = readFields(path, files.read(path));
  const chain = certificate === undefined ? [] : files.certificates(certificate, 'certificate');
  if (key !== undefined) refuseOtherKey(path, { chain, key: files.read(key) });
  return {
    ...(key === undefined ? {} : { certified: { chain, key: { privateKey: files.read(key) } } }),
    ...(pkcs11 === undefined
      ? {}
      : { certified: { chain, key: { pkcs11: { ...pkcs11, pin: files.read(pkcs11.pin).trim() } } } }),
    ...(timestamps === undefined
      ? {}
      : { timestamps: { url: timestamps.url, trust: files.certificates(timestamps.trust, 'timestamps.trust') } }),
  };
}

function readFields(path: string, text: string): z.infer<typeof schema> {
  let given: unknown;
  try {
    given = parse(text);
  } catch (error) {
    throw refuse(path, error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'expected YAML');
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw refuse(path, `${place}${issue?.message ?? 'expected other fields'}`);
}

function openFiles(path: string) {
  const read = (name: string): string => {
    const file = resolve(dirname(path), name);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw refuse(path, `${file} cannot be read`);
    }
  };
  return {
    read,
    certificates(name: string, field: string): string[] {
      const blocks = read(name).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
      if (blocks.length > 0 && blocks.every(isCertificate)) return blocks;
      throw refuse(path, `${field}: expected a PEM file with at least one certificate`);
    },
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function refuseOtherKey(path: string, { chain: [own = ''], key }: { chain: readonly string[]; key: string }): void {
  let fits: boolean;
  try {
    fits = new X509Certificate(own).checkPrivateKey(createPrivateKey(key));
  } catch {
    throw refuse(path, 'key: expected an unencrypted private key in PEM');
  }
  if (!fits) throw refuse(path, 'key: the first certificate is for another key');
}

function refuse(file: string, problem: string): ConfigError {
  return new ConfigError([`LETTER_SIGNER: ${file}: ${problem}.`]);
}
