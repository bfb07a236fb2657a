import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { ALGORITHMS, type KeyType } from './algorithms.js';
import { createTokenKey, type TokenKey } from './pkcs11.js';
import { SignerError } from './signer-error.js';

export interface SigningKey {
  type: KeyType;
  chain: readonly X509Certificate[];
  sign(content: Buffer): Promise<Buffer>;
}

export interface CertifiedKey {
  chain: readonly string[];
  key: { privateKey: string } | { pkcs11: TokenKey };
}

export function openSigningKey({ chain: pems, key }: CertifiedKey): SigningKey {
  const chain = pems.map((pem) => new X509Certificate(pem));
  const [own] = chain;
  if (own === undefined) throw new SignerError('No certificate signs the letters.');
  const type = readKeyType(own);
  const signRaw = 'pkcs11' in key ? createTokenKey(key.pkcs11, type) : createFileKey(key.privateKey, type);
  return { type, chain, sign: async (content) => proven(own, type, content, await signRaw(content)) };
}

function readKeyType({ publicKey: { asymmetricKeyType: type } }: X509Certificate): KeyType {
  if (type === 'ed25519' || type === 'ec' || type === 'rsa') return type;
  throw new SignerError(
    `Letters are signed with RSA, ECDSA or Ed25519, and the certificate has a key of type ${type}.`,
  );
}

export function createFileKey(pem: string, type: KeyType): (content: Buffer) => Promise<Buffer> {
  const key = createPrivateKey(pem);
  return async (content) => sign(hashFor(type), content, key);
}

const hashFor = (type: KeyType) => (type === 'ed25519' ? null : ALGORITHMS[type].hash);

/** A token may hold another key under the same label than the certificate is for. */
function proven(own: X509Certificate, type: KeyType, content: Buffer, signature: Buffer): Buffer {
  if (verify(hashFor(type), content, own.publicKey, signature)) return signature;
  throw new SignerError('The key that signs letters does not belong to their certificate.');
}

/** Throws a `SignerError` if a certificate of the chain is not valid at that time. */
export function refuseInvalidAt(chain: readonly X509Certificate[], at: Date): void {
  for (const certificate of chain) {
    const { validFrom, validTo, subject } = certificate;
    const name = subject.replaceAll('\n', ', ');
    if (at.getTime() < Date.parse(validFrom))
      throw new SignerError(`The certificate ${name} is not valid before ${validFrom}.`);
    if (at.getTime() > Date.parse(validTo)) throw new SignerError(`The certificate ${name} expired on ${validTo}.`);
  }
}
