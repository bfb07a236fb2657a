import { mayActAlone } from '../../../domain/submissions/restoring-alone.js';
import { RESTORE_CAUSES } from '../../../domain/submissions/submission.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { readProvenFacts } from '../../../registry/enforcement/proven-facts.js';

/** What the caller may restore without another person's approval, and the record that shows it. */
export async function readRestoreBasis(services: Reading, caller: Caller, id: string) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const question = { noticeId: row.id, submission: null, author: caller.person.id, now: services.now() };
  const facts = await readProvenFacts(services.db, { ...question, reader: toReader(caller) });
  // Preservation is reported separately: a selection without such a target is judged by the cause alone.
  const others = { ...facts, preservedUntil: null };
  return {
    causes: RESTORE_CAUSES.map((cause) => ({ cause, alone: mayActAlone(cause, others) })),
    preservedUntil: facts.preservedUntil,
  };
}
