import { sql } from 'kysely';
import type { Contact } from '../../domain/changes/contacts.js';
import { findNamedSigner, type ListedSigner } from '../../domain/documents/signs.js';
import type { NoticeKind, Stage } from '../../domain/notices/notice.js';
import { isValidAt } from '../../domain/notices/sender.js';
import type { SubmissionLetter } from '../../domain/submissions/submission.js';
import type { Connection } from '../db.js';

export interface LetterContext {
  number: string;
  stage: Stage;
  targets: number;
  undecided: number;
  reference: string;
  receivedAt: Date;
  /** The issuer's time zone, from the receipt of the first clock; UTC if there is none. */
  zone: string;
  authority: string;
  /** The only address a letter may go to; null if the directory has none that is verified and valid now. */
  recipient: string | null;
  language: string;
  letter: SubmissionLetter | null;
  jurisdiction: string;
  order: OrderFacts;
  addressee: Addressee;
}

/** What the desk knows of the document that a letter answers; a letter leaves out what is null. */
export interface OrderFacts {
  kind: NoticeKind;
  fromCourt: boolean;
  issuedAtMs: number | null;
  servedAtMs: number | null;
  hearingAtMs: number | null;
  channel: string;
  /** The signer of the authority's entry whom the document names; null: none, or several. */
  signer: ListedSigner | null;
}

export type Addressee = Pick<Contact, 'office' | 'department' | 'address'>;

/**
 * Reads the facts a letter may state and its recipient. The recipient comes from the directory, never from the notice.
 */
export async function findLetterContext(
  db: Connection,
  { noticeId, submission, now }: { noticeId: string; submission: number | null; now: Date },
): Promise<LetterContext> {
  const row = await selectContext(db, { noticeId, submission });
  const verified = row.verification === 'verified' ? findLettersContact(row.contacts ?? [], now) : undefined;
  return {
    number: row.number,
    stage: row.stage,
    targets: row.targets,
    undecided: row.undecided,
    reference: row.reference,
    receivedAt: row.received_at,
    zone: row.zone ?? 'UTC',
    authority: row.authority_name,
    recipient: verified?.email ?? null,
    language: row.language,
    letter: row.letter,
    jurisdiction: row.jurisdiction,
    order: toOrderFacts(row),
    addressee: { office: verified?.office, department: verified?.department, address: verified?.address },
  };
}

function selectContext(db: Connection, { noticeId, submission }: { noticeId: string; submission: number | null }) {
  return db
    .selectFrom('notice')
    .leftJoin('authority', 'authority.id', 'notice.authority_id')
    .leftJoin('submission', (join) =>
      join.onRef('submission.notice_id', '=', 'notice.id').on('submission.number', '=', submission ?? 0),
    )
    .select([
      'notice.number',
      'notice.stage',
      'notice.targets',
      'notice.undecided',
      'notice.reference',
      'notice.received_at',
      'notice.authority_name',
      'notice.language',
      'notice.jurisdiction',
      'notice.kind',
      'notice.issued_at',
      'notice.served_at',
      'notice.channel',
      'notice.facts',
      'authority.kind as authority_kind',
      'authority.contacts',
      'authority.signers',
      'authority.verification',
      'submission.letter',
    ])
    .select([
      sql<
        string | null
      >`(select receipt ->> 'zone' from clock where clock.notice_id = notice.id and receipt ->> 'zone' is not null order by position limit 1)`.as(
        'zone',
      ),
      // A body has up to a million characters, and most entries list no signer to look for in it.
      sql<string>`case when jsonb_array_length(authority.signers) > 0 then notice.body else '' end`.as('signed_text'),
    ])
    .where('notice.id', '=', noticeId)
    .executeTakeFirstOrThrow();
}

function toOrderFacts(row: Awaited<ReturnType<typeof selectContext>>): OrderFacts {
  return {
    kind: row.kind,
    fromCourt: row.authority_kind === 'court',
    issuedAtMs: row.issued_at?.getTime() ?? null,
    servedAtMs: row.served_at?.getTime() ?? null,
    hearingAtMs: row.facts['hearingAt'] === undefined ? null : Date.parse(row.facts['hearingAt']),
    channel: row.channel,
    signer: findNamedSigner(row.signed_text, row.signers ?? [], (row.issued_at ?? row.received_at).getTime()),
  };
}

export function lettersAddress(contacts: readonly Contact[], now: Date): string | null {
  return findLettersContact(contacts, now)?.email ?? null;
}

function findLettersContact(contacts: readonly Contact[], now: Date): Contact | undefined {
  return contacts.find(
    (contact) => contact.purpose === 'letters' && contact.email !== undefined && isValidAt(contact, now.getTime()),
  );
}
