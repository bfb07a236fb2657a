import { Certificate, ContentInfo, SignedData, SignedDataVerifyError, type ExtKeyUsage, type GeneralName } from 'pkijs';

export interface CheckedAgainst {
  /** Trusted root certificates as PEM (`MAIL_TRUST_FILE`); empty if none. */
  anchors: readonly Certificate[];
  at: Date;
  purposes: readonly string[];
}

export interface CmsResult {
  name: string | null;
  emails: string[];
  problem: string | null;
}

/**
 * RFC 5280, 4.2.1.12 and RFC 9336: email protection, any, document signing; the latter also by its earlier Microsoft
 * and Adobe OIDs.
 */
export const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
export const DOCUMENT_SIGNING = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.2.840.113583.1.1.5'];
const ANY_PURPOSE = '2.5.29.37.0';
const EXTENDED_USAGE = '2.5.29.37';
const ALTERNATIVE_NAME = '2.5.29.17';
const COMMON_NAME = '2.5.4.3';
const EMAIL = '1.2.840.113549.1.9.1';
const MAIL_NAME = 1;
/** SHA-256, SHA-384, SHA-512. */
const HASHES = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'];
const CHANGED = 'the signed content was changed, or the signature does not match its key';
const MIN_RSA_BITS = 2_048;

export function readAnchors(pem: string): Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) =>
    Certificate.fromBER(copyBytes(Buffer.from(block.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'))),
  );
}

/**
 * Verifies a detached CMS signature (RFC 5652) with one signer: digest, signature, and the chain to an anchor as of an
 * instant. It fetches nothing and does not check revocation.
 */
export async function verifyCms(cms: Buffer, content: Buffer, against: CheckedAgainst): Promise<CmsResult> {
  const noSigner = { name: null, emails: [] };
  let signed: SignedData;
  try {
    signed = new SignedData({ schema: ContentInfo.fromBER(copyBytes(cms)).content });
  } catch {
    return { ...noSigner, problem: 'the signature cannot be read' };
  }
  // With embedded content the library would verify that instead, and any accompanying content would pass as signed.
  const { eContent, eContentType } = signed.encapContentInfo;
  if (eContent !== undefined || eContentType !== SignedData.ID_DATA)
    return { ...noSigner, problem: 'it signs different content than it came with' };
  const signer = findSigner(signed);
  if (signer === null)
    return { ...noSigner, problem: 'it is not signed by exactly one signer with an included certificate' };
  const who = readSubjectNames(signer);
  const problem =
    against.anchors.length === 0
      ? 'no trust anchors are set (MAIL_TRUST_FILE)'
      : (weakness(signed, signer) ?? unfit(signer, against.purposes) ?? (await failure(signed, content, against)));
  return { ...who, problem };
}

function findSigner({ signerInfos, certificates = [] }: SignedData): Certificate | null {
  const [info] = signerInfos;
  const brought = certificates.filter((one) => one instanceof Certificate);
  if (signerInfos.length !== 1 || info === undefined) return null;
  const found = brought.filter((certificate) => isMeant(info.sid, certificate));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isMeant(sid: SignedData['signerInfos'][number]['sid'], certificate: Certificate): boolean {
  return (
    'serialNumber' in sid &&
    sid.serialNumber.isEqual(certificate.serialNumber) &&
    sid.issuer.isEqual(certificate.issuer)
  );
}

function weakness({ signerInfos: [info] }: SignedData, signer: Certificate): string | null {
  if (info === undefined || !HASHES.includes(info.digestAlgorithm.algorithmId)) return 'its hash algorithm is too weak';
  if (info.signedAttrs === undefined) return 'it has no signed attributes';
  const { parsedKey } = signer.subjectPublicKeyInfo;
  if (parsedKey === undefined || !('modulus' in parsedKey)) return null;
  const bits = parsedKey.modulus.valueBlock.valueHexView.byteLength * 8;
  return bits < MIN_RSA_BITS ? 'its key is too short' : null;
}

function unfit(signer: Certificate, purposes: readonly string[]): string | null {
  const usage = signer.extensions?.find(({ extnID }) => extnID === EXTENDED_USAGE)?.parsedValue as
    | ExtKeyUsage
    | undefined;
  if (usage === undefined) return null;
  const fits = usage.keyPurposes.some((purpose) => purpose === ANY_PURPOSE || purposes.includes(purpose));
  return fits ? null : 'its certificate is not valid for this use';
}

async function failure(signed: SignedData, content: Buffer, { anchors, at }: CheckedAgainst): Promise<string | null> {
  try {
    const { signatureVerified, signerCertificateVerified } = await signed.verify({
      signer: 0,
      data: copyBytes(content),
      trustedCerts: [...anchors],
      checkDate: at,
      checkChain: true,
      extendedMode: true,
    });
    if (signatureVerified !== true) return CHANGED;
    return signerCertificateVerified === true ? null : 'its certificate does not lead to a trust anchor';
  } catch (error) {
    if (!(error instanceof SignedDataVerifyError)) return 'the signature cannot be checked';
    return error.signerCertificateVerified === false
      ? `its certificate does not lead to a trust anchor: ${oneLine(error.message)}`
      : CHANGED;
  }
}

function readSubjectNames({ subject, extensions = [] }: Certificate): Pick<CmsResult, 'name' | 'emails'> {
  const value = (oid: string) =>
    subject.typesAndValues.filter(({ type }) => type === oid).map((one) => one.value.valueBlock.value);
  const alternative = extensions.find(({ extnID }) => extnID === ALTERNATIVE_NAME)?.parsedValue as
    | { altNames?: GeneralName[] }
    | undefined;
  const named = (alternative?.altNames ?? [])
    .filter(({ type }) => type === MAIL_NAME)
    .map(({ value: mail }) => String(mail));
  return { name: value(COMMON_NAME)[0] ?? null, emails: [...new Set([...named, ...value(EMAIL)])] };
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

/** ASN.1 classes reject a view into a larger buffer, so this copies. */
function copyBytes(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
