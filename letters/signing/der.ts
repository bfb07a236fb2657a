import { createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

export const toDer = (value: unknown) => Buffer.from(AsnConvert.serialize(value));

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** ASN.1 classes reject a view into a larger buffer. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** `DigestInfo` of a SHA-256 without the hash (RFC 8017, 9.2). */
export const SHA_256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const NULL = new Uint8Array([5, 0]).buffer;

export function algorithm(oid: string, { withNull = false } = {}): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm: oid, ...(withNull ? { parameters: NULL } : {}) });
}
