import { findStaffTrace } from '../domain/letters/staff-trace.js';
import type { Connection } from '../registry/db.js';
import { listOutwardNotes } from '../registry/letters/letters.js';
import { listStaff } from '../registry/people/people.js';
import { invalid } from './refusal.js';

type OutwardTexts = Readonly<Record<string, string | undefined>>;

/**
 * Throws if text for a letter would identify a staff member: a hostile authority must not be able to find them at home.
 */
export async function refuseStaffTraces(trx: Connection, texts: OutwardTexts): Promise<void> {
  const staff = await listStaff(trx);
  for (const [pointer, text = ''] of Object.entries(texts)) {
    const trace = findStaffTrace(text, staff);
    if (trace !== null) throw invalid(pointer, formatTrace(trace));
  }
}

export async function refuseStaffTracesInNotes(
  trx: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<void> {
  const notes = await listOutwardNotes(trx, { noticeId, submission });
  if (notes.length === 0) return;
  const staff = await listStaff(trx);
  for (const { no, note } of notes) {
    const trace = findStaffTrace(note, staff);
    if (trace !== null) throw invalid('', `The note on item ${no} is included in the letter. ${formatTrace(trace)}`);
  }
}

const formatTrace = (trace: string) =>
  `Letters must not name staff or a telephone number: remove ${JSON.stringify(trace)}. An office signs them, with its own address.`;
