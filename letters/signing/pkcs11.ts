import { createHash } from 'node:crypto';
import type library from 'pkcs11js';
import type { Pkcs11Api } from 'pkcs11js';
import type { KeyType } from './algorithms.js';
import { SHA_256_INFO } from './der.js';
import { SignerError } from './signer-error.js';

/** A private key in a token (smart card or HSM) that speaks PKCS#11. */
export interface TokenKey {
  module: string;
  token: string;
  key: string;
  pin: string;
}

/** `CKM_EDDSA` of PKCS#11 3.0, which the library does not name. */
const CKM_EDDSA = 0x1057;
const USER = 1;
const LONGEST = 1_024;

/** Creates a function that signs in the token. It logs in for each signature, so a token that was replugged works again. */
export function createTokenKey(key: TokenKey, type: KeyType): (content: Buffer) => Promise<Buffer> {
  let opened: Promise<Library> | undefined;
  return async (content) => {
    opened ??= openLibrary(key.module);
    const library = await opened;
    try {
      return await signIn(library, key, { type, content });
    } catch (error) {
      if (error instanceof SignerError) throw error;
      throw new SignerError(`The token ${key.token} did not sign: ${messageOf(error)}`);
    }
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

type Constants = typeof library;
interface Library {
  api: Pkcs11Api;
  constants: Constants;
}

const libraries = new Map<string, Promise<Library>>();

function openLibrary(path: string): Promise<Library> {
  const opened = libraries.get(path) ?? loadLibrary(path);
  libraries.set(path, opened);
  opened.catch(() => libraries.delete(path));
  return opened;
}

async function loadLibrary(path: string): Promise<Library> {
  const constants = await import('pkcs11js').then(
    (loaded) => loaded.default,
    () => {
      throw new SignerError(
        'The package pkcs11js is not installed: it is built by npm ci where a C++ compiler exists.',
      );
    },
  );
  const api = new constants.PKCS11();
  try {
    api.load(path);
    api.C_Initialize();
  } catch (error) {
    throw new SignerError(`${path} is no usable PKCS#11 library: ${messageOf(error)}`);
  }
  return { api, constants };
}

async function signIn(
  { api, constants }: Library,
  { token, key, pin }: TokenKey,
  { type, content }: { type: KeyType; content: Buffer },
): Promise<Buffer> {
  const slot = api.C_GetSlotList(true).find((one) => api.C_GetTokenInfo(one).label.trim() === token);
  if (slot === undefined) throw new SignerError(`No token is labelled ${token}.`);
  const session = api.C_OpenSession(slot, constants.CKF_SERIAL_SESSION);
  try {
    logIn(api, session, pin);
    api.C_FindObjectsInit(session, [
      { type: constants.CKA_CLASS, value: constants.CKO_PRIVATE_KEY },
      { type: constants.CKA_LABEL, value: key },
    ]);
    const [found, another] = api.C_FindObjects(session, 2);
    api.C_FindObjectsFinal(session);
    if (found === undefined) throw new SignerError(`The token ${token} has no private key labelled ${key}.`);
    if (another !== undefined) throw new SignerError(`The token ${token} has several private keys labelled ${key}.`);
    const { mechanism, data } = prepareSigning(constants, type, content);
    api.C_SignInit(session, { mechanism }, found);
    const signature = await api.C_SignAsync(session, data, Buffer.alloc(LONGEST));
    return type === 'ec' ? toEcdsaSequence(signature) : signature;
  } finally {
    api.C_CloseSession(session);
  }
}

/** `CKR_USER_ALREADY_LOGGED_IN`: a login holds for all sessions of the process, so that of another signature is enough. */
const ALREADY_LOGGED_IN = 0x100;

function logIn(api: Pkcs11Api, session: Buffer, pin: string): void {
  try {
    api.C_Login(session, USER, pin);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === ALREADY_LOGGED_IN)) throw error;
  }
}

function prepareSigning(constants: Constants, type: KeyType, content: Buffer): { mechanism: number; data: Buffer } {
  const digest = () => createHash('sha256').update(content).digest();
  if (type === 'ed25519') return { mechanism: CKM_EDDSA, data: content };
  if (type === 'ec') return { mechanism: constants.CKM_ECDSA, data: digest() };
  return { mechanism: constants.CKM_RSA_PKCS, data: Buffer.concat([SHA_256_INFO, digest()]) };
}

/** PKCS#11 gives r and s side by side, and CMS holds them as a DER sequence (RFC 3279, 2.2.3). */
export function toEcdsaSequence(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const numbers = Buffer.concat([toInteger(raw.subarray(0, half)), toInteger(raw.subarray(half))]);
  const length = numbers.length < 128 ? [numbers.length] : [0x81, numbers.length];
  return Buffer.concat([Buffer.from([0x30, ...length]), numbers]);
}

function toInteger(unsigned: Buffer): Buffer {
  const first = unsigned.findIndex((byte) => byte !== 0);
  const bytes = first < 0 ? Buffer.from([0]) : unsigned.subarray(first);
  const sign = (bytes[0] ?? 0) >= 128 ? [0] : [];
  return Buffer.concat([Buffer.from([2, bytes.length + sign.length, ...sign]), bytes]);
}
