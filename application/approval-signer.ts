import { createPrivateKey, sign } from 'node:crypto';
import type { Act } from '../domain/acts/act-statement.js';
import type { Command } from '../domain/commands/command.js';
import { refuseMixed } from '../domain/notices/canary.js';
import type { Actor } from '../domain/people/actor.js';
import type { StepUpAct } from '../domain/people/step-up.js';
import { buildStatement, statementText, type SignedStatement } from '../domain/submissions/signed-act.js';
import type { KeptAssertion, SignedAct } from '../registry/notices/commands.js';

export interface Confirmed {
  act: StepUpAct;
  assertion: KeptAssertion;
}

/** An act that is not a command; `id` names it in the registry. `by` null: a mail that came in by itself. */
export interface SigningAct {
  id: string;
  noticeId: string | null;
  by: Pick<Actor, 'id' | 'roles'> | null;
  act: Act;
  at: Date;
  confirmed?: Confirmed | null;
}

/** Signs submissions, approvals and what they rest on. Workers, Temporal and the database never have the key. */
export interface ApprovalSigner {
  /** Returns the signature to store with a command's attempt, or null if the command needs none. */
  signActOf(noticeId: string, command: Command, at: Date, confirmed?: Confirmed | null): SignedAct | null;
  signAct(signing: SigningAct): SignedAct;
}

/** Creates a signer from an Ed25519 private key (PKCS#8, PEM) and its id. */
export function createApprovalSigner({ id, privateKey }: { id: string; privateKey: string }): ApprovalSigner {
  const key = createPrivateKey(privateKey);
  const signStatement = (statement: SignedStatement, at: Date, assertion: KeptAssertion | null): SignedAct => {
    const text = statementText(statement);
    const signature = sign(null, Buffer.from(text), key).toString('base64');
    const submission = 'submission' in statement ? statement.submission : null;
    return { submission, kind: statement.kind, statement: text, keyId: id, signature, at, assertion };
  };
  return {
    signActOf(noticeId, command, at, confirmed = null) {
      const stepUp = confirmed?.act ?? null;
      const statement = buildStatement(noticeId, command, { at: at.toISOString(), stepUp });
      if (statement === null) return null;
      const mixed = refuseMixed(noticeId, command.actor);
      if (mixed !== null) throw new Error(mixed.cure);
      return signStatement(statement, at, confirmed?.assertion ?? null);
    },
    signAct({ id: commandId, noticeId, by, act, at, confirmed = null }) {
      const statement = {
        ...act,
        notice: noticeId,
        person: by?.id ?? null,
        roles: by?.roles ?? [],
        commandId,
        at: at.toISOString(),
        ...(confirmed === null ? {} : { stepUp: confirmed.act }),
      };
      return signStatement(statement, at, confirmed?.assertion ?? null);
    },
  };
}
