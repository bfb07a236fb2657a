import type { z } from 'zod';
import type { ownShiftNoteView, shiftNotesView, shiftNoteWrite } from '../../contract/people/roster.js';
import { findNoticeNumbers, SHIFT_NOTE_SHOWN_MS } from '../../domain/roster/shift-note.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { listSecretNumbers, listShiftNotes, saveShiftNote } from '../../registry/people/shift-notes.js';
import type { Acting } from '../acting.js';
import { toActor, toReader } from '../caller.js';
import { invalid } from '../refusal.js';
import type { Services } from '../services.js';

type OwnView = z.input<typeof ownShiftNoteView>;

const toOldest = (now: Date) => new Date(now.getTime() - SHIFT_NOTE_SHOWN_MS);

export function toShiftNote(
  { note, noteAt }: { note: string | null; noteAt: Date | null },
  now: Date,
): OwnView['note'] {
  return note === null || noteAt === null || noteAt <= toOldest(now) ? null : { text: note, at: noteAt.toISOString() };
}

export async function readShiftNotes({
  db,
  now,
}: Pick<Services, 'db' | 'now'>): Promise<z.input<typeof shiftNotesView>> {
  const notes = await listShiftNotes(db, { after: toOldest(now()) });
  return {
    items: notes.map(({ person, name, note: text, noteAt }) => ({ person, name, text, at: noteAt.toISOString() })),
  };
}

/** Replaces the caller's own note. It may name no secret notice, as people who cannot read that notice read the note. */
export async function writeShiftNote(
  { trx, services, caller }: Acting,
  { text }: z.output<typeof shiftNoteWrite>,
): Promise<OwnView> {
  const secret = await listSecretNumbers(trx, { numbers: findNoticeNumbers(text), reader: toReader(caller) });
  if (secret.length > 0)
    throw invalid(
      '/text',
      `Leave out ${secret.join(', ')}: not everyone who reads this note may know of it. Assign the notice with a note instead.`,
    );
  const at = services.now();
  const note = text === '' ? null : text;
  await saveShiftNote(trx, { person: caller.person.id, note, at, expired: toOldest(at) });
  const entry = { at, noticeId: null, actor: toActor(caller), action: 'shift_note_written' as const };
  await appendAudit(trx, [{ ...entry, detail: { removed: note === null } }]);
  return { note: toShiftNote({ note, noteAt: note === null ? null : at }, at) };
}
