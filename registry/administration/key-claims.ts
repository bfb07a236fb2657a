import { createHash, randomBytes } from 'node:crypto';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import type { Role } from '../../domain/people/permission.js';
import type { Connection } from '../db.js';

const TOKEN_GRAMMAR = /^nc_[A-Za-z0-9_-]{43}$/;

function sha256(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Lets somebody get a key, once: answers the token for it, which is kept nowhere. */
export async function insertKeyClaim(
  trx: Connection,
  claim: {
    change: string | null;
    person: string;
    name: string;
    roles: Role[];
    keyExpiresAt: Date | null;
    speaksFor: SpeaksFor;
    expiresAt: Date;
  },
): Promise<string> {
  const token = `nc_${randomBytes(32).toString('base64url')}`;
  await trx
    .insertInto('key_claim')
    .values({
      token_sha256: sha256(token),
      change_id: claim.change,
      person_id: claim.person,
      name: claim.name,
      roles: claim.roles,
      key_expires_at: claim.keyExpiresAt,
      speaks_for: JSON.stringify(claim.speaksFor),
      expires_at: claim.expiresAt,
      claimed_at: null,
      key_id: null,
    })
    .execute();
  return token;
}

export interface KeyClaim {
  token_sha256: Buffer;
  change_id: string | null;
  person_id: string;
  name: string;
  /** As asked for; what the person holds now is looked up beside it. */
  roles: Role[];
  person_roles: Role[];
  key_expires_at: Date | null;
  speaks_for: SpeaksFor;
}

/** The claim of a token while it stands, for this transaction alone: of two who send it at once, the second finds it used. */
export async function lockKeyClaim(
  trx: Connection,
  { token, at }: { token: string; at: Date },
): Promise<KeyClaim | undefined> {
  if (!TOKEN_GRAMMAR.test(token)) return undefined;
  return trx
    .selectFrom('key_claim')
    .innerJoin('person', 'person.id', 'key_claim.person_id')
    .select([
      'key_claim.token_sha256',
      'key_claim.change_id',
      'key_claim.person_id',
      'key_claim.name',
      'key_claim.roles',
      'person.roles as person_roles',
      'key_claim.key_expires_at',
      'key_claim.speaks_for',
    ])
    .where('key_claim.token_sha256', '=', sha256(token))
    .where('key_claim.claimed_at', 'is', null)
    .where('key_claim.expires_at', '>', at)
    .where('person.active', '=', true)
    .forUpdate('key_claim')
    .executeTakeFirst();
}

/** The token has been used. */
export async function markClaimed(
  trx: Connection,
  { token_sha256: token, key, at }: { token_sha256: Buffer; key: string; at: Date },
): Promise<void> {
  await trx.updateTable('key_claim').set({ claimed_at: at, key_id: key }).where('token_sha256', '=', token).execute();
}

/** Tokens of a person that nobody has used open nothing any more. */
export async function endKeyClaims(trx: Connection, { person, at }: { person: string; at: Date }): Promise<void> {
  await trx
    .updateTable('key_claim')
    .set({ expires_at: at })
    .where('person_id', '=', person)
    .where('claimed_at', 'is', null)
    .where('expires_at', '>', at)
    .execute();
}

/** Whether somebody could ever get in: by a key, by a session, or by a token that still stands. */
export async function hasWayIn(db: Connection, { person, at }: { person: string; at: Date }): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('id', '=', person)
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('api_key').select('api_key.id').whereRef('api_key.person_id', '=', 'person.id')),
        exists(selectFrom('session').select('session.id').whereRef('session.person_id', '=', 'person.id')),
        exists(
          selectFrom('key_claim')
            .select('key_claim.name')
            .whereRef('key_claim.person_id', '=', 'person.id')
            .where('key_claim.expires_at', '>', at),
        ),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
