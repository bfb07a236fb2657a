import { sql } from 'kysely';
import type { EditionState } from '../../domain/rulebook/edition.js';
import { CONTENT_FORMAT, type RulebookContent } from '../../rulebook/rulebook.js';
import type { Connection } from '../db.js';
import type { SignedAdoption } from './tables.js';
import type { KeptAssertion } from '../notices/commands.js';

const EDITIONS_LOCK = 4_207_340;

const STATUS = [
  'digest',
  'edition',
  'state',
  'proposed_at as proposedAt',
  'proposal',
  'in_effect_at as inEffectAt',
  'adopted',
  'adoption',
] as const;

/** Waits for the exclusive right to offer a folder, until the transaction ends. */
export async function lockEditions(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EDITIONS_LOCK})`.execute(trx);
}

export type EditionStatus = Awaited<ReturnType<typeof listEditionStatuses>>[number];

export async function listEditionStatuses(db: Connection) {
  return db.selectFrom('edition_status').select(STATUS).orderBy('proposed_at', 'desc').orderBy('digest').execute();
}

export async function findEditionStatus(db: Connection, digest: string): Promise<EditionStatus | undefined> {
  return db.selectFrom('edition_status').select(STATUS).where('digest', '=', digest).executeTakeFirst();
}

export async function lockEditionStatus(trx: Connection, digest: string): Promise<EditionStatus | undefined> {
  return trx.selectFrom('edition_status').select(STATUS).where('digest', '=', digest).forUpdate().executeTakeFirst();
}

/** Returns an edition with its content; undefined if there is none that this program can read. */
export async function findEditionContent(db: Connection, digest: string) {
  return selectContents(db).where('digest', '=', digest).executeTakeFirst();
}

/** Lists the five editions that took effect last, latest first, if this program can read their content format. */
export async function listInEffect(db: Connection): Promise<(EditionStatus & { content: RulebookContent })[]> {
  return selectContents(db).where('state', '=', 'approved').orderBy('in_effect_at', 'desc').limit(5).execute();
}

function selectContents(db: Connection) {
  return db
    .selectFrom('edition_status')
    .innerJoin('rulebook_edition', 'rulebook_edition.number', 'edition_status.edition')
    .select([...STATUS, 'rulebook_edition.content'])
    .where(sql<boolean>`content ->> 'format' = ${String(CONTENT_FORMAT)}`);
}

/** Returns the edition that people approved last, which a pin can keep out of effect; undefined before the first. */
export async function findLastApproved(db: Connection): Promise<{ digest: string; edition: number } | undefined> {
  return db
    .selectFrom('edition_status')
    .select(['digest', 'edition'])
    .where('state', '=', 'approved')
    .orderBy('in_effect_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Puts the first edition of a registry into effect without approvals; a trigger rejects any other. */
export async function adoptEdition(
  trx: Connection,
  { digest, edition, at, adoption }: { digest: string; edition: number; at: Date; adoption: SignedAdoption | null },
): Promise<void> {
  await trx
    .insertInto('edition_status')
    .values({
      digest,
      edition,
      state: 'approved',
      proposed_at: at,
      in_effect_at: at,
      adopted: true,
      adoption: adoption && JSON.stringify(adoption),
    })
    .execute();
}

/** Proposes an edition, which supersedes any other one still awaiting approval. */
export async function proposeEdition(
  trx: Connection,
  { digest, edition, at }: { digest: string; edition: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('edition_status')
    .set({ state: 'superseded' })
    .where('state', '=', 'proposed')
    .where('digest', '<>', digest)
    .execute();
  const proposed = { edition, state: 'proposed' as const, proposed_at: at };
  await trx
    .insertInto('edition_status')
    .values({ digest, ...proposed, in_effect_at: null, adopted: false })
    .onConflict((conflict) =>
      conflict.column('digest').doUpdateSet({ ...proposed, proposal: sql<number>`edition_status.proposal + 1` }),
    )
    .execute();
}

export async function setEditionState(
  trx: Connection,
  { digest, state, inEffectAt }: { digest: string; state: EditionState; inEffectAt?: Date },
): Promise<void> {
  const patch = inEffectAt === undefined ? {} : { in_effect_at: inEffectAt, adopted: false };
  await trx
    .updateTable('edition_status')
    .set({ state, ...patch })
    .where('digest', '=', digest)
    .execute();
}

/** Points an edition to its content stored under other time-zone data. */
export async function moveEdition(
  trx: Connection,
  { digest, edition }: { digest: string; edition: number },
): Promise<void> {
  await trx.updateTable('edition_status').set({ edition }).where('digest', '=', digest).execute();
}

export async function insertEditionAct(
  trx: Connection,
  { assertion, person, keyId, personName: _, ...act }: EditionAct & { assertion: KeptAssertion | null },
): Promise<void> {
  await trx
    .insertInto('edition_act')
    .values({
      ...act,
      person_id: person,
      key_id: keyId,
      assertion: assertion === null ? null : JSON.stringify(toJson(assertion)),
    })
    .execute();
}

function toJson({ challengeStatement, credentialId, authenticatorData, clientData, signature }: KeptAssertion) {
  const text = (bytes: Buffer) => bytes.toString('base64');
  return {
    challengeStatement,
    credentialId,
    authenticatorData: text(authenticatorData),
    clientData: text(clientData),
    signature: text(signature),
  };
}

export type EditionAct = Awaited<ReturnType<typeof listEditionActs>>[number];

/** Lists the approvals and refusals of the present proposal of an edition. */
export async function listEditionActs(db: Connection, digest: string) {
  return selectActs(db)
    .innerJoin('edition_status', 'edition_status.digest', 'edition_act.digest')
    .where('edition_act.digest', '=', digest)
    .where('kind', 'in', ['approve', 'refuse'])
    .whereRef('edition_act.proposal', '=', 'edition_status.proposal')
    .execute();
}

export async function listPinActs(db: Connection): Promise<EditionAct[]> {
  return selectActs(db).where('kind', 'in', ['pin', 'unpin']).execute();
}

function selectActs(db: Connection) {
  return db
    .selectFrom('edition_act')
    .innerJoin('person', 'person.id', 'edition_act.person_id')
    .select([
      'edition_act.id',
      'edition_act.digest',
      'edition_act.proposal',
      'kind',
      'person_id as person',
      'person.name as personName',
      'edition_act.roles',
      'reason',
      'statement',
      'key_id as keyId',
      'signature',
      'at',
    ])
    .orderBy('at');
}
