import 'reflect-metadata';
import { createHash, sign, webcrypto } from 'node:crypto';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
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
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { attachment } from './a-mail.js';

// Written with other libraries than the code that verifies: Node signs, and the structure is from @peculiar/asn1-cms.

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2_048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const DAY_MS = 86_400_000;
const SHA_256 = '2.16.840.1.101.3.4.2.1';
const SHA_1 = '1.3.14.3.2.26';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

/** A certificate with its key, and the certificates between it and its root. */
export interface Signer {
  certificate: x509.X509Certificate;
  keys: webcrypto.CryptoKeyPair;
  chain: x509.X509Certificate[];
}

interface Issued {
  email?: string;
  ca?: boolean;
  /** Extended key usage, by OID. */
  purposes?: string[];
  days?: number;
  bits?: number;
}

let serials = 1;

/** A root that is in no trust store. */
export async function aRoot(name: string): Promise<Signer> {
  x509.cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    ...span(30),
    signingAlgorithm: RSA,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 2, true), issues()],
  });
  return { certificate, keys, chain: [] };
}

/** Issues a certificate, also when `by` is no CA. */
export async function issue(by: Signer, name: string, issued: Issued = {}): Promise<Signer> {
  const { email, ca = false, purposes, days = 10, bits = 2_048 } = issued;
  const keys = await webcrypto.subtle.generateKey({ ...RSA, modulusLength: bits }, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${name}`,
    issuer: by.certificate.subject,
    ...span(days),
    signingAlgorithm: RSA,
    publicKey: keys.publicKey,
    signingKey: by.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(ca, ca ? 0 : undefined, true),
      ca ? issues() : signs(),
      ...(email === undefined ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'email', value: email }])]),
      ...(purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension(purposes)]),
    ],
  });
  return { certificate, keys, chain: [...by.chain, ...(by.chain.length > 0 || !isRoot(by) ? [by.certificate] : [])] };
}

const issues = () => new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true);
const signs = () => new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true);
const isRoot = ({ certificate }: Signer) => certificate.subject === certificate.issuer;
const serial = () => (serials += 1).toString(16).padStart(4, '0');
const span = (days: number) => ({
  notBefore: new Date(Date.now() - 60 * DAY_MS),
  notAfter: new Date(Date.now() + days * DAY_MS),
});

/** A detached CMS signature over a content; `within` embeds some content. */
export async function cmsOver(
  content: Buffer,
  { certificate, keys, chain }: Signer,
  { hash = 'sha256', within }: { hash?: 'sha256' | 'sha1'; within?: Buffer } = {},
): Promise<Buffer> {
  const own = AsnConvert.parse(certificate.rawData, Certificate);
  const digestAlgorithm = new AlgorithmIdentifier({ algorithm: hash === 'sha256' ? SHA_256 : SHA_1 });
  const attributes = [
    attribute('1.2.840.113549.1.9.3', Buffer.from('06092a864886f70d010701', 'hex')),
    attribute('1.2.840.113549.1.9.4', der(new OctetString(createHash(hash).update(content).digest()))),
  ].sort((one, other) => Buffer.compare(der(one), der(other)));
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const signature = sign(hash, encodeSet(attributes.map(der)), { key, format: 'der', type: 'pkcs8' });
  const { issuer, serialNumber } = own.tbsCertificate;
  const signer = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm,
    signedAttrs: attributes,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: RSA_ENCRYPTION, parameters: null }),
    signature: new OctetString(signature),
  });
  const inside = within === undefined ? {} : { eContent: new EncapsulatedContent({ single: new OctetString(within) }) };
  const signed = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data, ...inside }),
    certificates: new CertificateSet(
      [own, ...chain.map(({ rawData }) => AsnConvert.parse(rawData, Certificate))].map(
        (one) => new CertificateChoices({ certificate: one }),
      ),
    ),
    signerInfos: new SignerInfos([signer]),
  });
  return der(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) }));
}

const der = (value: unknown) => Buffer.from(AsnConvert.serialize(value));

function attribute(attrType: string, value: Buffer): Attribute {
  return new Attribute({ attrType, attrValues: [new Uint8Array(value).buffer] });
}

function encodeSet(members: readonly Buffer[]): Buffer {
  const content = Buffer.concat(members);
  return Buffer.concat([Buffer.from([0x31, content.length]), content]);
}

/** The body of an S/MIME signed message, with its headers. `changed` replaces the part after signing. */
export async function smimeParts(
  part: string,
  by: Signer,
  { changed = part, ...how }: { changed?: string; hash?: 'sha256' | 'sha1'; within?: Buffer } = {},
): Promise<{ headers: Record<string, string>; body: string }> {
  const cms = await cmsOver(Buffer.from(part, 'latin1'), by, how);
  const signature = attachment('smime.p7s', 'application/pkcs7-signature', cms);
  return {
    headers: {
      'Content-Type': 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="sig"',
    },
    body: `--sig\r\n${changed}\r\n--sig\r\n${signature}\r\n--sig--\r\n`,
  };
}

/** A PDF with a signature over all other bytes. It is a minimal PDF, with only the parts that are verified. */
export async function signedPdf(text: string, by: Signer): Promise<Buffer> {
  const room = 8_192;
  const head = `%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\n2 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC] /Contents `;
  const tail = ' >>\nendobj\n%%EOF\n';
  const numbers = [head.length, head.length + room + 2, tail.length].map((number) => String(number).padStart(10, '0'));
  const filled = ['AAAAAAAAAA', 'BBBBBBBBBB', 'CCCCCCCCCC'].reduce(
    (whole, place, index) => whole.replace(place, numbers[index] ?? ''),
    head,
  );
  const cms = await cmsOver(Buffer.from(filled + tail, 'latin1'), by);
  return Buffer.from(`${filled}<${cms.toString('hex').padEnd(room, '0')}>${tail}`, 'latin1');
}
