import { createPrivateKey, sign } from 'node:crypto';
import { refuseMixed } from '../../domain/notice/canary.js';
import type { Command } from '../../domain/command/command.js';
import { statementOf, statementText } from '../../domain/submission/signed-act.js';
import type { KeptAssertion, SignedAct } from '../../registry/notice/commands.js';

/** What signs submissions and yeses. The process of the API alone has one; workers, engine and database never do. */
export interface ApprovalSigner {
  /** What is to be kept with the attempt of a command, or null where there is nothing to sign. `assertion`: of the passkey that confirmed it. */
  signActOf(noticeId: string, command: Command, at: Date, assertion?: KeptAssertion | null): SignedAct | null;
}

/** A signer from an Ed25519 private key (PKCS#8, PEM) and its id. */
export function createApprovalSigner({ id, privateKey }: { id: string; privateKey: string }): ApprovalSigner {
  const key = createPrivateKey(privateKey);
  return {
    signActOf(noticeId, command, at, assertion = null) {
      const statement = statementOf(noticeId, command, { at: at.toISOString(), stepUp: assertion !== null });
      if (statement === null) return null;
      const mixed = refuseMixed(noticeId, command.actor);
      if (mixed !== null) throw new Error(mixed.cure);
      const text = statementText(statement);
      const signature = sign(null, Buffer.from(text), key).toString('base64');
      const { submission, kind } = statement;
      return { submission, kind, statement: text, keyId: id, signature, at, assertion };
    },
  };
}
