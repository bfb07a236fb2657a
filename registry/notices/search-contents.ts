import { sql, type RawBuilder } from 'kysely';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { TargetStatus, TargetType } from '../../domain/targets/target.js';
import { containing } from '../containing.js';
import type { Connection } from '../db.js';
import type { Reader } from '../reading.js';
import { canRead } from './secrecy.js';

interface Sought {
  reader: Reader;
  text: string;
  limit: number;
}

interface InNotice {
  notice_id: string;
  number: string;
  secrecy_level: string;
}

export interface FoundTarget extends InNotice {
  no: number;
  type: TargetType;
  locator: string;
  status: TargetStatus;
}

/**
 * Finds targets of all readable notices by part of a locator; by its beginning if the text begins with @ or #. A target
 * that the platform has not looked up, or does not know, is found by its whole locator (`forms`) alone: only the others
 * are in the index.
 */
export async function searchTargets(
  db: Connection,
  { reader, text, forms, limit }: Sought & { forms: readonly string[] },
): Promise<FoundTarget[]> {
  const columns = sql`target.notice_id, notice.number, notice.secrecy_level, target.no, target.type, target.locator, target.status, notice.received_at`;
  const { rows } = await sql<FoundTarget>`
    select notice_id, number, secrecy_level, no, type, locator, status from (
      (select ${columns} from target join notice on notice.id = target.notice_id
        where target.platform_id is not null and ${isNamed(text)} and ${canRead(reader)} limit ${sql.lit(limit)})
      union
      (select ${columns} from unnest(${[...forms]}::text[]) as form (locator)
        join target_locator listed on listed.hash = hashtextextended(form.locator, 0)
        join target on target.notice_id = listed.notice_id and target.no = listed.no and target.normalised = form.locator
        join notice on notice.id = target.notice_id
        where ${canRead(reader)} limit ${sql.lit(limit)})
    ) as found_target order by lower(locator) <> lower(${text}), locator, received_at desc, notice_id, no limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows;
}

function isNamed(text: string): RawBuilder<boolean> {
  if (!/^[@#]/.test(text)) return sql<boolean>`target.locator ilike ${containing(text)}`;
  const [whole, bare] = [text, text.slice(1)].map((part) => containing(part).slice(1));
  return sql<boolean>`(target.locator ilike ${whole} or target.locator ilike ${bare})`;
}

export interface FoundLetter extends InNotice {
  n: number;
  kind: LetterKind;
  subject: string;
  at: Date;
}

/** Finds letters of readable notices by their kind in English, subject or text, newest first. */
export async function searchLetters(db: Connection, { reader, text, limit }: Sought): Promise<FoundLetter[]> {
  const { rows } = await sql<FoundLetter>`
    select letter.notice_id, notice.number, notice.secrecy_level, letter.n, letter.kind, letter.subject,
      coalesce(letter.sent_at, letter.created_at) as at
    from letter_words join letter using (notice_id, n) join notice on notice.id = letter.notice_id
    where letter_words.words like lower(${containing(text)}) and ${canRead(reader)}
    order by letter.created_at desc, letter.notice_id, letter.n limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
