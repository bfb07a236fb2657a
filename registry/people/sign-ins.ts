import { createHash } from 'node:crypto';
import type { Connection } from '../db.js';

export interface SignInUnderWay {
  nonce: string;
  verifier: string;
  next: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export async function insertSignIn(
  db: Connection,
  signIn: SignInUnderWay & { state: string; browser: string; expiresAt: Date; now: Date },
): Promise<void> {
  const { state, browser, expiresAt, now, ...kept } = signIn;
  await db.deleteFrom('sign_in').where('expires_at', '<', now).execute();
  await db
    .insertInto('sign_in')
    .values({ state_sha256: sha256(state), browser_sha256: sha256(browser), ...kept, expires_at: expiresAt })
    .execute();
}

/** Removes and returns a sign-in, for the browser that began it only; undefined if there is none or it has expired. */
export async function takeSignIn(
  db: Connection,
  { state, browser, now }: { state: string; browser: string; now: Date },
): Promise<SignInUnderWay | undefined> {
  return db
    .deleteFrom('sign_in')
    .where('state_sha256', '=', sha256(state))
    .where('browser_sha256', '=', sha256(browser))
    .where('expires_at', '>', now)
    .returning(['nonce', 'verifier', 'next'])
    .executeTakeFirst();
}
