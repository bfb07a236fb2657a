import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
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
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { LetterSender } from '../../domain/letters/letter-sender.js';
import { withSignature } from './signature-field.js';

export interface LetterSigner {
  sign(pdf: Buffer, at: Date): Buffer;
}

export interface LetterKey {
  privateKey: string;
}

/** RFC 8410. */
const ED25519 = '1.3.101.112';
const SHA_512 = '2.16.840.1.101.3.4.2.3';
/** Attributes of RFC 5652 and RFC 5035. */
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47';
const COMMON_NAME = '2.5.4.3';
/** DER prefix of a SigningCertificateV2 with one certificate's SHA-256. */
const ONE_CERTIFICATE = Buffer.from('3026302430220420', 'hex');
/**
 * No expiry (RFC 5280, 4.1.2.5): the key is trusted because it is published (`GET /v1/receipt-keys`), not because of a
 * date.
 */
const VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') };

/** Creates a signer that embeds a signature in the PDF (PAdES, ETSI EN 319 142-1, level B). */
export function createLetterSigner({ privateKey: pem }: LetterKey, sender: LetterSender): LetterSigner {
  const name = sender.company ?? sender.service;
  const certificate = selfSigned(pem, name);
  return {
    sign: (pdf, at) =>
      withSignature(pdf, { name, contact: sender.replyTo ?? '', at }, (covered) =>
        signedData(covered, { pem, certificate }),
      ),
  };
}

const algorithm = (oid: string) => new AlgorithmIdentifier({ algorithm: oid });
const signRaw = (content: Buffer, pem: string) => sign(null, content, createPrivateKey(pem));
const der = (value: unknown) => Buffer.from(AsnConvert.serialize(value));

/** PDF readers show no signature without a certificate, so this one names the company. */
function selfSigned(pem: string, company: string): Certificate {
  const spki = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' });
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: company }) }),
    ]),
  ]);
  const usage = new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: copyBytes(Buffer.concat([Buffer.from([1]), sha256(spki).subarray(0, 8)])),
    signature: algorithm(ED25519),
    issuer: name,
    validity: new Validity(VALID),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([
      new Extension({
        extnID: id_ce_keyUsage,
        critical: true,
        extnValue: new OctetString(AsnConvert.serialize(usage)),
      }),
    ]),
  });
  const signatureValue = copyBytes(signRaw(der(tbsCertificate), pem));
  return new Certificate({ tbsCertificate, signatureAlgorithm: algorithm(ED25519), signatureValue });
}

/** CMS SignedData (RFC 5652, RFC 8419) over the covered bytes, without embedded content. */
function signedData(covered: Buffer, { pem, certificate }: { pem: string; certificate: Certificate }): Buffer {
  const attributes = [
    attribute(CONTENT_TYPE, Buffer.from('06092a864886f70d010701', 'hex')),
    attribute(MESSAGE_DIGEST, der(new OctetString(createHash('sha512').update(covered).digest()))),
    attribute(SIGNING_CERTIFICATE, Buffer.concat([ONE_CERTIFICATE, sha256(der(certificate))])),
    // In DER order, because verifiers take the attributes as they are.
  ].sort((one, other) => Buffer.compare(der(one), der(other)));
  const { issuer, serialNumber } = certificate.tbsCertificate;
  const signer = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm: algorithm(SHA_512),
    signedAttrs: attributes,
    signatureAlgorithm: algorithm(ED25519),
    signature: new OctetString(signRaw(encodeSet(attributes.map(der)), pem)),
  });
  const signed = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([algorithm(SHA_512)]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet([new CertificateChoices({ certificate })]),
    signerInfos: new SignerInfos([signer]),
  });
  return der(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) }));
}

function attribute(attrType: string, value: Buffer): Attribute {
  return new Attribute({ attrType, attrValues: [copyBytes(value)] });
}

/** The signature covers this SET OF, not the implicit tag used in the structure. */
function encodeSet(members: readonly Buffer[]): Buffer {
  const content = Buffer.concat(members);
  const { length } = content;
  const head =
    length < 128 ? [0x31, length] : length < 256 ? [0x31, 0x81, length] : [0x31, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function copyBytes(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
