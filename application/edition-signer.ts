import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import {
  editionStatementText,
  isApprovedEdition,
  type AdoptionStatement,
  type EditionStatement,
} from '../domain/rulebook/edition.js';
import type { EditionAct } from '../registry/rulebook/edition-status.js';
import type { SignedAdoption } from '../registry/rulebook/tables.js';

/** Signs decisions on editions, and verifies them. Only API and jobs have one. */
export interface EditionSigner {
  sign(statement: EditionStatement | AdoptionStatement): SignedAdoption;
  isProvenAct(act: EditionAct): boolean;
  /** Whether one of the keys signed that the registry took this law from a release. */
  isProvenAdoption(digest: string, adoption: SignedAdoption): boolean;
}

/** A key that verifies signatures, raw bytes in base64; `until`: it signed nothing later. */
export interface EditionKey {
  id: string;
  publicKey: string;
  until: string | null;
}

export function createEditionSigner(
  { id, privateKey }: { id: string; privateKey: string },
  keys: readonly EditionKey[],
): EditionSigner {
  const key = createPrivateKey(privateKey);
  return {
    sign(given) {
      const statement = editionStatementText(given);
      return { statement, keyId: id, signature: sign(null, Buffer.from(statement), key).toString('base64') };
    },
    isProvenAct: (act) => isSigned(act, keys) && saysSo(act),
    isProvenAdoption(digest, adoption) {
      if (!isSigned(adoption, keys)) return false;
      const stated: AdoptionStatement = JSON.parse(adoption.statement);
      return stated.kind === 'adopt_edition' && stated.digest === digest;
    },
  };
}

function isSigned({ statement, keyId, signature }: SignedAdoption, keys: readonly EditionKey[]): boolean {
  const known = keys.find(({ id }) => id === keyId);
  if (known === undefined) return false;
  const x = Buffer.from(known.publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (!verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'))) return false;
  // Safe to parse: only a process with a key wrote it.
  const { at }: Pick<AdoptionStatement, 'at'> = JSON.parse(statement);
  return known.until === null || new Date(at) <= new Date(known.until);
}

function saysSo(act: EditionAct): boolean {
  const { kind, digest, proposal, person, roles, at } = act;
  const stated: EditionStatement = JSON.parse(act.statement);
  return (
    stated.kind === `${kind}_edition` &&
    stated.digest === digest &&
    stated.proposal === proposal &&
    stated.person === person &&
    stated.at === at.toISOString() &&
    stated.roles.join() === roles.join()
  );
}

/** Returns whether exactly this law has proven approvals of two people, one of them counsel, and no proven refusal. */
export function isProvenEdition(
  digest: string,
  acts: readonly EditionAct[],
  { isProvenAct }: Pick<EditionSigner, 'isProvenAct'>,
): boolean {
  const proven = acts.filter((act) => act.digest === digest && isProvenAct(act));
  return !proven.some(({ kind }) => kind === 'refuse') && isApprovedEdition(proven.filter(isApproval));
}

const isApproval = ({ kind }: EditionAct) => kind === 'approve';
