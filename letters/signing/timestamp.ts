import { createHash, randomBytes } from 'node:crypto';
import { Certificate, type ExtKeyUsage, PKIStatus, SignedData, TimeStampResp, TSTInfo } from 'pkijs';
import { SHA_256_INFO, toArrayBuffer } from './der.js';
import { TimestampError } from './signer-error.js';
import type { Timestamp } from './signed-data.js';

export interface TimestampService {
  url: string;
  trust: readonly string[];
}

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const GRANTED = [PKIStatus.granted, PKIStatus.grantedWithMods];
const EXTENDED_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const TIMEOUT_MS = 8_000;
const MAX_ANSWER = 24_000;
const MAX_SKEW_MS = 5 * 60_000;

/** Creates a function that gets timestamps (RFC 3161) and verifies them. Throws `TimestampError`. */
export function createTimestamp({ url, trust }: TimestampService, now: () => number = Date.now): Timestamp {
  const anchors = trust.map(readCertificate);
  return async (signature) => {
    const imprint = createHash('sha256').update(signature).digest();
    const nonce = randomBytes(8);
    // A DER integer of more bytes than needed is malformed, so its first byte is a plain positive one.
    nonce[0] = 1 + ((nonce[0] ?? 0) & 0x3f);
    const answer = await post(url, buildRequest(imprint, nonce));
    const token = readToken(answer);
    await refuseOther({ token, signature, imprint, nonce, anchors, now: now() });
    const bytes = Buffer.from(token.toSchema().toBER());
    if (!answer.includes(bytes)) throw new TimestampError('Its timestamp is not encoded as DER.');
    return bytes;
  };
}

function readCertificate(pem: string): Certificate {
  return Certificate.fromBER(toArrayBuffer(Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')));
}

/** `TimeStampReq` of version 1 with the certificate of the service in the answer; `DigestInfo` has the form of an imprint. */
function buildRequest(imprint: Buffer, nonce: Buffer): Buffer {
  const fields = ['020101', SHA_256_INFO, imprint, '0208', nonce, '0101ff'];
  const content = Buffer.concat(fields.map((one) => (typeof one === 'string' ? Buffer.from(one, 'hex') : one)));
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

async function post(url: string, body: Buffer): Promise<Buffer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': 'application/timestamp-query' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const type = answer.headers.get('content-type') ?? 'no type';
    if (!answer.ok || !type.startsWith('application/timestamp-reply'))
      throw new TimestampError(`It answers with status ${answer.status} and ${type}.`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (bytes.length > MAX_ANSWER) throw new TimestampError(`Its answer of ${bytes.length} bytes is too long.`);
    return bytes;
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    throw new TimestampError('It cannot be reached.', { cause: error });
  }
}

function readToken(answer: Buffer): NonNullable<TimeStampResp['timeStampToken']> {
  let response: TimeStampResp;
  try {
    response = TimeStampResp.fromBER(toArrayBuffer(answer));
  } catch {
    throw new TimestampError('Its answer cannot be read.');
  }
  const { status, timeStampToken: token } = response;
  if (!GRANTED.includes(status.status) || token === undefined)
    throw new TimestampError(`It refuses, with status ${status.status}.`);
  return token;
}

interface Received {
  token: NonNullable<TimeStampResp['timeStampToken']>;
  signature: Buffer;
  imprint: Buffer;
  nonce: Buffer;
  anchors: readonly Certificate[];
  now: number;
}

async function refuseOther({ token, signature, imprint, nonce, anchors, now }: Received): Promise<void> {
  const { signed, info } = readTimestamp(token);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const stamped = Buffer.from(hashedMessage.valueBlock.valueHexView);
  if (hashAlgorithm.algorithmId !== SHA_256 || !stamped.equals(imprint))
    throw new TimestampError('Its timestamp is for other content.');
  if (info.nonce === undefined || !Buffer.from(info.nonce.valueBlock.valueHexView).equals(nonce))
    throw new TimestampError('Its timestamp answers another request (wrong nonce).');
  if (Math.abs(info.genTime.getTime() - now) > MAX_SKEW_MS)
    throw new TimestampError(`Its clock says ${info.genTime.toISOString()}.`);
  const proof = { signer: 0, data: toArrayBuffer(signature), trustedCerts: [...anchors], checkChain: true };
  const result = await signed
    .verify({ ...proof, checkDate: info.genTime, extendedMode: true })
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof result === 'string') throw new TimestampError(`Its timestamp cannot be verified: ${result}`);
  if (result.signatureVerified !== true) throw new TimestampError('The signature of its timestamp is wrong.');
  if (result.signerCertificateVerified !== true)
    throw new TimestampError('Its certificate does not lead to a trusted one.');
  if (!isForTimestamps(result.signerCertificate ?? null))
    throw new TimestampError('Its certificate is not for timestamps.');
}

function readTimestamp(token: Received['token']): { signed: SignedData; info: TSTInfo } {
  try {
    const signed = new SignedData({ schema: token.content });
    const content = signed.encapContentInfo.eContent?.getValue();
    if (content === undefined || signed.encapContentInfo.eContentType !== '1.2.840.113549.1.9.16.1.4')
      throw new Error();
    return { signed, info: TSTInfo.fromBER(content) };
  } catch {
    throw new TimestampError('Its timestamp cannot be read.');
  }
}

function isForTimestamps(certificate: Certificate | null): boolean {
  const usage = certificate?.extensions?.find(({ extnID }) => extnID === EXTENDED_USAGE);
  const { keyPurposes } = (usage?.parsedValue ?? { keyPurposes: [] }) as ExtKeyUsage;
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === TIME_STAMPING;
}
