import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { editionStatementText, isApprovedEdition, type EditionStatement } from '../domain/rulebook/edition.js';
import type { EditionAct } from '../registry/rulebook/edition-status.js';

/** Signs decisions on editions, and verifies them. Only the API process has one. */
export interface EditionSigner {
  sign(statement: EditionStatement): { statement: string; keyId: string; signature: string };
  isProven(act: EditionAct): boolean;
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
    isProven: (act) => isProvenAct(act, keys),
  };
}

/** A key that verifies signatures, raw bytes in base64; `until`: it signed nothing later. */
export interface EditionKey {
  id: string;
  publicKey: string;
  until: string | null;
}

function isSigned({ statement, keyId, signature, at }: EditionAct, keys: readonly EditionKey[]): boolean {
  const known = keys.find(({ id }) => id === keyId);
  if (known === undefined || (known.until !== null && at > new Date(known.until))) return false;
  const x = Buffer.from(known.publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'));
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

/** Returns whether one of the keys signed exactly this act. */
export function isProvenAct(act: EditionAct, keys: readonly EditionKey[]): boolean {
  return isSigned(act, keys) && saysSo(act);
}

/** Returns whether exactly this law has signed approvals of two people, one of them counsel, and no refusal. */
export function isProvenEdition(digest: string, acts: readonly EditionAct[], keys: readonly EditionKey[]): boolean {
  const isRefused = acts.some(({ kind }) => kind === 'refuse');
  const approvals = acts.filter((act) => act.kind === 'approve' && act.digest === digest);
  return !isRefused && isApprovedEdition(approvals.filter((act) => isProvenAct(act, keys)));
}
