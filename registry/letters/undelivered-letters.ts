import type { Dialogue } from '../../domain/letters/dialogue.js';
import { sql } from 'kysely';
import type { LetterEffect } from '../../domain/commands/effect.js';
import { readLetterKey } from '../../domain/letters/letter-effect.js';
import type { Connection } from '../db.js';
import { alertKind } from '../ops/alerts.js';

/**
 * Lists the undelivered letters of a notice (bounced, without a recipient, or never written) as the effects that send
 * them. `n` selects one letter.
 */
export async function listUndelivered(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number | null },
): Promise<LetterEffect[]> {
  const { rows } = await sql<{ key: string }>`
    select key from letter
    where notice_id = ${noticeId}::uuid and state in ('bounced', 'failed') and (${n}::int is null or n = ${n}::int)
    union
    select left(key, -length(':letter_not_written')) from alert
    where notice_id = ${noticeId}::uuid and kind = ${alertKind('letter_not_written')} and resolved_at is null and ${n}::int is null
    order by 1`.execute(db);
  const dialogues = await listDialogues(db, noticeId);
  return rows.flatMap(({ key }) => readLetterKey(noticeId, key, dialogues) ?? []);
}

async function listDialogues(db: Connection, noticeId: string): Promise<Dialogue[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .select('detail')
    .where('notice_id', '=', noticeId)
    .where('action', '=', 'request_dialogue')
    .where('version', 'is not', null)
    .orderBy('version')
    .execute();
  return rows.map((row) => {
    const { with: recipient, subject, proposal, meeting, offer, kind, law } = row.detail as Partial<Dialogue>;
    return {
      with: recipient ?? '',
      subject: subject ?? '',
      proposal: proposal ?? '',
      ...(meeting === undefined ? {} : { meeting }),
      ...(offer === undefined ? {} : { offer }),
      ...(kind === undefined ? {} : { kind }),
      ...(law === undefined ? {} : { law }),
    };
  });
}
