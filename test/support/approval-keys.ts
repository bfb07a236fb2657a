import { createApprovalVerifier, type ApprovalVerifier } from '../../activities/proof/approval-keys.js';
import { createApprovalSigner, type ApprovalSigner } from '../../application/approval-signer.js';
import { createEditionSigner, type EditionSigner } from '../../application/edition-signer.js';
import { approvalPublicKeys, ed25519Key, makeSigningKey, type VerifyingKey } from '../../config/approval-keys.js';

export interface ApprovalKeys {
  id: string;
  publicKey: string;
  signer: ApprovalSigner;
  published: VerifyingKey;
  editionSigner: EditionSigner;
  /** A signer that accepts other keys. */
  accepting(keys: readonly VerifyingKey[]): EditionSigner;
  verifier(until?: string): ApprovalVerifier;
}

export function makeApprovalKeys(): ApprovalKeys {
  const { privateKey, publicKey } = makeSigningKey();
  const key = ed25519Key.parse(privateKey);
  const published = { id: key.id, publicKey, until: null };
  return {
    id: key.id,
    publicKey,
    signer: createApprovalSigner(key),
    published,
    editionSigner: createEditionSigner(key, [published]),
    accepting: (keys) => createEditionSigner(key, keys),
    verifier: (until) =>
      createApprovalVerifier(approvalPublicKeys.parse(until === undefined ? publicKey : `${publicKey}=${until}`), {
        relyingParty: { id: 'desk.test', origin: 'http://desk.test' },
        demanded: false,
      }),
  };
}

export const APPROVAL_KEYS = makeApprovalKeys();

export const RECEIPT_KEY = ed25519Key.parse(makeSigningKey().privateKey);

export const AUDIT_KEY = makeSigningKey();
