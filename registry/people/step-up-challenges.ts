import { createHash } from 'node:crypto';
import type { Connection } from '../db.js';
import { stepUpText, type StepUpStatement } from '../../domain/people/step-up.js';

const DAY_MS = 86_400_000;

/** Returns the challenge of a statement: base64url of the SHA-256 of its text. */
export function hashChallenge(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Stores what a passkey is to confirm and returns the challenge. */
export async function insertChallenge(
  db: Connection,
  statement: StepUpStatement,
  { at, expiresAt }: { at: Date; expiresAt: Date },
): Promise<string> {
  const text = stepUpText(statement);
  const challenge = hashChallenge(text);
  await db
    .deleteFrom('step_up_challenge')
    .where('expires_at', '<', new Date(at.getTime() - DAY_MS))
    .execute();
  await db
    .insertInto('step_up_challenge')
    .values({
      challenge,
      statement: text,
      person_id: statement.person,
      session_id: statement.session,
      expires_at: expiresAt,
    })
    .execute();
  return challenge;
}

/**
 * Consumes a challenge and returns its text; undefined if it belongs to another person or session, has expired or was
 * used.
 */
export async function takeChallenge(
  trx: Connection,
  { challenge, person, session, at }: { challenge: string; person: string; session: string; at: Date },
): Promise<string | undefined> {
  const row = await trx
    .updateTable('step_up_challenge')
    .set({ used_at: at })
    .where('challenge', '=', challenge)
    .where('person_id', '=', person)
    .where('session_id', '=', session)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('statement')
    .executeTakeFirst();
  return row?.statement;
}
