import { createHash } from 'node:crypto';
import type { Connection } from '../db.js';

/** What has to come back unchanged, and what proves it. */
export interface SignInUnderWay {
  nonce: string;
  verifier: string;
  next: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** Writes down a sign-in that is sent to the issuer, and forgets those that never came back. */
export async function insertSignIn(
  db: Connection,
  {
    state,
    browser,
    expiresAt,
    now,
    ...kept
  }: SignInUnderWay & { state: string; browser: string; expiresAt: Date; now: Date },
): Promise<void> {
  await db.deleteFrom('sign_in').where('expires_at', '<', now).execute();
  await db
    .insertInto('sign_in')
    .values({ state_sha256: sha256(state), browser_sha256: sha256(browser), ...kept, expires_at: expiresAt })
    .execute();
}

/** Takes a sign-in out, once, for the browser that began it; undefined when there is none or its time is over. */
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
