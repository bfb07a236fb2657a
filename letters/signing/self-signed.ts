import { createPrivateKey, createPublicKey, sign, X509Certificate } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
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
import { ALGORITHMS } from './algorithms.js';
import { algorithm, sha256, toArrayBuffer, toDer } from './der.js';
import { createFileKey, type SigningKey } from './signing-key.js';

const COMMON_NAME = '2.5.4.3';
const ED25519 = ALGORITHMS.ed25519.signature;
/** Longest common name (RFC 5280, appendix A.1). */
const MAX_NAME = 64;
/**
 * No expiry (RFC 5280, 4.1.2.5): the key is trusted because it is published (`GET /v1/receipt-keys`), not because of a
 * date.
 */
const VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') };

/** PDF readers show no signature without a certificate, so this one names the company and says who issued it. */
export function certifySelf(pem: string, company: string): SigningKey {
  const spki = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' });
  const mark = ' (self-signed by its notice desk)';
  const name = nameOf(`${company.slice(0, MAX_NAME - mark.length)}${mark}`);
  const usage = new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: toArrayBuffer(Buffer.concat([Buffer.from([1]), sha256(spki).subarray(0, 8)])),
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
  const signatureValue = toArrayBuffer(sign(null, toDer(tbsCertificate), createPrivateKey(pem)));
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm(ED25519), signatureValue });
  return { type: 'ed25519', chain: [new X509Certificate(toDer(certificate))], sign: createFileKey(pem, 'ed25519') };
}

function nameOf(commonName: string): Name {
  return new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: commonName }) }),
    ]),
  ]);
}
