import { createHash, type X509Certificate } from 'node:crypto';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  id_data,
  id_signedData,
  IssuerAndSerialNumber,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { ALGORITHMS } from './algorithms.js';
import { algorithm, sha256, toArrayBuffer, toDer } from './der.js';
import type { SigningKey } from './signing-key.js';

/** Attributes of RFC 5652, RFC 5035 and RFC 3161. */
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47';
const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
const ID_DATA = Buffer.from('06092a864886f70d010701', 'hex');
/** DER prefix of a SigningCertificateV2 with one certificate's SHA-256. */
const ONE_CERTIFICATE = Buffer.from('3026302430220420', 'hex');

export type Timestamp = (signature: Buffer) => Promise<Buffer>;

/** CMS SignedData (RFC 5652) over the covered bytes, without embedded content: CAdES baseline B-B, with a timestamp B-T. */
export async function buildSignedData(covered: Buffer, key: SigningKey, timestamp: Timestamp | null): Promise<Buffer> {
  const { hash, digest, signature: oid, withNull } = ALGORITHMS[key.type];
  const chain = key.chain.map(parseCertificate);
  const [own] = chain;
  if (own === undefined) throw new Error('A signature needs a certificate.');
  const attributes = signedAttributes(createHash(hash).update(covered).digest(), key.chain);
  const signature = await key.sign(encodeSet(attributes.map(({ der }) => der)));
  const { issuer, serialNumber } = own.tbsCertificate;
  const signer = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm: algorithm(digest),
    signedAttrs: attributes.map(({ attribute: one }) => one),
    signatureAlgorithm: algorithm(oid, { withNull }),
    signature: new OctetString(signature),
    ...(timestamp === null ? {} : { unsignedAttrs: [attribute(SIGNATURE_TIMESTAMP, await timestamp(signature))] }),
  });
  const signed = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([algorithm(digest)]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet(chain.map((certificate) => new CertificateChoices({ certificate }))),
    signerInfos: new SignerInfos([signer]),
  });
  return toDer(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) }));
}

const parsed = new WeakMap<X509Certificate, Certificate>();

/** A key signs many letters with one chain. */
function parseCertificate(one: X509Certificate): Certificate {
  const before = parsed.get(one);
  if (before !== undefined) return before;
  const certificate = AsnConvert.parse(one.raw, Certificate);
  parsed.set(one, certificate);
  return certificate;
}

interface EncodedAttribute {
  attribute: Attribute;
  der: Buffer;
}

/** In DER order, because verifiers take the attributes as they are. */
function signedAttributes(digest: Buffer, [own]: readonly X509Certificate[]): EncodedAttribute[] {
  return [
    attribute(CONTENT_TYPE, ID_DATA),
    attribute(MESSAGE_DIGEST, toDer(new OctetString(digest))),
    attribute(SIGNING_CERTIFICATE, Buffer.concat([ONE_CERTIFICATE, sha256(own?.raw ?? Buffer.alloc(0))])),
  ]
    .map((one) => ({ attribute: one, der: toDer(one) }))
    .sort((one, other) => Buffer.compare(one.der, other.der));
}

function attribute(attrType: string, value: Buffer): Attribute {
  return new Attribute({ attrType, attrValues: [toArrayBuffer(value)] });
}

/** The signature covers this SET OF, not the implicit tag used in the structure. */
function encodeSet(members: readonly Buffer[]): Buffer {
  const content = Buffer.concat(members);
  const { length } = content;
  const head =
    length < 128 ? [0x31, length] : length < 256 ? [0x31, 0x81, length] : [0x31, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}
