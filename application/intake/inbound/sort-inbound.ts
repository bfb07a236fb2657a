import type { Logger } from 'pino';
import { NO_FACTS } from '../../../domain/mail/read-mail.js';
import { kindOfMail } from '../../../domain/mail/kind-of-mail.js';
import { numbersIn, sortMail, type SortedMail } from '../../../domain/mail/sort-mail.js';
import { readDocumentFacts } from '../../../domain/documents/facts.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import { noticeCreate } from '../../../contract/notice-create.js';
import type { Connection } from '../../../registry/db.js';
import {
  findLettersNamed,
  findNoticesNumbered,
  findSorted,
  isReplayed,
  listMailDocuments,
  listMailingAuthorities,
  listUnsorted,
  lockInbound,
  markSorted,
  postponeSorting,
  type NamedLetter,
  type SortedRow,
  attachReport,
  markLetterReturned,
} from '../../../registry/mail/sort-inbound.js';
import { disputedKey, heldKey } from '../../../registry/mail/held.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { findAuthority, listAuthorities } from '../../../registry/people/authorities.js';
import { ReaderBusy } from '../../../sandbox/lists/fence.js';
import { Refusal } from '../../refusal.js';
import type { SharedServices } from '../../services.js';
import { isSameContent, proveSender } from './prove-sender.js';
import { attachMail } from './attach-mail.js';
import { DESK, storeMailNotice, readMailNotice, type ReadMailNotice } from './accept-mail.js';
import { isInterim } from '../../../domain/letters/status-update.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { lockNotice } from '../../../registry/notices/notices.js';

const CONCURRENCY = 20;
const MAX_AUTHORITIES = 2_000;

/**
 * Acts on each read mail that the desk may handle by itself (domain/mail/sort-mail.ts). A mail that fails does not hold
 * up the others.
 */
export async function sortInbound(sources: SharedServices, logger: Logger, isStopped: () => boolean): Promise<void> {
  // A full batch means that there may be more: they do not wait for the next run of this job.
  while (!isStopped() && (await sortBatch(sources, logger, isStopped)) === CONCURRENCY);
}

async function sortBatch(sources: SharedServices, logger: Logger, isStopped: () => boolean): Promise<number> {
  let sorted = 0;
  for (const id of await listUnsorted(sources.db, CONCURRENCY)) {
    if (isStopped()) return sorted;
    try {
      await sortOne(sources, id);
      sorted += 1;
    } catch (error) {
      // The reader is busy with other files; this mail is retried in a moment.
      if (error instanceof ReaderBusy) continue;
      logger.warn({ err: error, mail: id }, 'sorting a mail failed, retrying in a minute');
      await postponeSorting(sources.db, id);
    }
  }
  return sorted;
}

interface Found extends SortedMail {
  letters: readonly NamedLetter[];
  answersLetter: boolean;
  regime: string | null;
}

async function sortOne(sources: SharedServices, id: string): Promise<void> {
  const { db, engine } = sources;
  const unproven = await findSorted(db, id);
  if (unproven === undefined) return;
  const documents = await listMailDocuments(db, id);
  const proven = await proveSender(sources, unproven, documents);
  const mail = { ...unproven, proven };
  const found = await findMatches(sources, mail);
  const opening = await readOpening(sources, mail, found);
  const input = await db.transaction().execute(async (trx) => {
    const locked = await lockInbound(trx, id);
    if (locked === undefined) return null;
    // A person may have decided first; the proposal is recorded all the same. The mail process may change the row until
    // this transaction has locked it.
    const present = { ...locked, documents: await listMailDocuments(trx, id) };
    if (!isSameContent(present, { ...unproven, documents }))
      throw new Error('The mail was parsed again in the meantime.');
    const decided = { sources, mail: { ...locked, proven }, found, opening };
    const kept = locked.state === 'held' ? await act(trx, decided) : null;
    const regime = opening?.read.notice.regime.id ?? found.regime;
    await markSorted(trx, { ...found, id, regime, proven });
    if (proven.disputed !== null) await raiseDispute(trx, { id, noticeId: found.notice, why: proven.disputed });
    if (waits(found)) await raiseOne(trx, id, found.notice);
    return kept;
  });
  // If this start is lost, the outbox starts the workflow.
  if (input !== null) await engine.start(input).catch(() => undefined);
}

async function findMatches({ db, rulebook, now, ownAddress }: SharedServices, mail: SortedRow): Promise<Found> {
  const { facts, proven } = { facts: mail.facts ?? NO_FACTS, proven: mail.proven };
  // The header was read apart from the rest: a letter it names restricts the mail to readers of that letter, whatever a
  // reader makes of the body.
  const named = [...facts.answers, ...mail.header_ids, ...(facts.bounce?.returned ?? [])];
  const letters = await findLettersNamed(db, [...new Set(named)]);
  const numbers = numbersIn(mail.subject);
  const answered = facts.answers.flatMap((id) => letters.filter(({ message_id: of }) => of === id));
  const sorted = sortMail({
    from: mail.from_address,
    aligned: proven?.aligned === true,
    replayed: await isReplayed(db, { id: mail.id, proof: proven?.proof ?? mail.proof_sha256 }),
    facts,
    ours: mail.from_address.toLowerCase() === ownAddress.toLowerCase(),
    authorities: await listMailingAuthorities(db),
    answered: answered.map(({ notice_id: id, authority_id: authority }) => ({ id, authority })),
    numbered: { any: numbers.length > 0, notices: await findNoticesNumbered(db, numbers) },
    returned: letters
      .filter(
        ({ to_address: to, state }) =>
          state === 'sent' && facts.bounce?.failed.includes(to?.toLowerCase() ?? '') === true,
      )
      .map(({ notice_id: notice, n }) => ({ notice, n })),
  });
  const lines = mail.text.split('\n').map((text, index) => ({ page: 1, line: index + 1, text }));
  const read = readDocumentFacts([{ page: 1, line: 0, text: mail.subject }, ...lines], {
    laws: rulebook.listRegimes({ atMs: now().getTime() }),
    authorities: await listAuthorities(db, { afterId: null, limit: MAX_AUTHORITIES }),
  });
  const said = (path: string) => read.find((fact) => fact.path === path)?.value ?? null;
  return {
    ...sorted,
    notice: sorted.notice ?? letters[0]?.notice_id ?? null,
    authority: sorted.authority ?? said('/authority'),
    regime: said('/regime'),
    letters,
    answersLetter: letters.length > 0,
  };
}

async function readOpening(sources: SharedServices, mail: SortedRow, { does }: Found): Promise<ReadMailNotice | null> {
  if (does.act !== 'open') return null;
  const authority = await findAuthority(sources.db, does.authority);
  if (authority === undefined) return null;
  const body = noticeCreate.parse({
    kind: kindOfMail(mail.subject),
    authority: authority.id,
    jurisdiction: authority.country,
    subject: mail.subject.slice(0, 1_000),
    body: mail.text,
  });
  try {
    return await readMailNotice(sources, { caller: DESK, mail, body });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function waits({ does, kind, answersLetter }: Found): boolean {
  return does.act === 'hold' && kind !== 'automatic' && answersLetter;
}

async function raiseOne(trx: Connection, id: string, noticeId: string | null): Promise<void> {
  const summary =
    'A mail that answers a letter of this notice is waiting for a person: its sender could not be verified.';
  await raiseAlert(trx, { key: heldKey(id), kind: 'mail_held', noticeId, summary, detail: { mail: id } });
}

async function raiseDispute(
  trx: Connection,
  { id, noticeId, why }: { id: string; noticeId: string | null; why: string },
): Promise<void> {
  const summary = `A mail claimed to be from an authority but is not. ${why} It is waiting for a person.`;
  await raiseAlert(trx, { key: disputedKey(id), kind: 'mail_disputed', noticeId, summary, detail: { mail: id } });
}

function holdIt(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

async function act(
  trx: Connection,
  doing: { sources: SharedServices; mail: SortedRow; found: Found; opening: ReadMailNotice | null },
) {
  const { sources, mail, found, opening } = doing;
  const at = sources.now();
  const { does } = found;
  if (does.act === 'open' && opening !== null)
    return (await storeMailNotice(trx, { signer: sources.signer, read: opening, mail, at })).input;
  if (does.act === 'attach') await attachMail(trx, { mail, noticeId: does.notice, actor: SYSTEM, at }).catch(holdIt);
  if (does.act === 'bounce') {
    const letter = found.letters.find(({ notice_id: of, n }) => of === does.letter.notice && n === does.letter.n);
    if (letter !== undefined) await returnLetter(trx, { mail, letter, at });
  }
  return null;
}

/** Records that an accepted letter has bounced, and raises an alert. */
export async function returnLetter(
  trx: Connection,
  { mail, letter, at }: { mail: SortedRow; letter: NamedLetter; at: Date },
): Promise<void> {
  const { notice_id: noticeId, n, key, kind } = letter;
  const { erased_at: erasedAt } = await lockNotice(trx, noticeId);
  if (erasedAt !== null) return;
  const reply = mail.facts?.bounce?.diagnostic || 'It bounced.';
  const returned = await markLetterReturned(trx, { noticeId, n, reply });
  await attachReport(trx, { id: mail.id, by: null, at, noticeId, reply: null });
  if (!returned) return;
  const detail = { n, kind, to: letter.to_address ?? '', reply };
  await appendAudit(trx, [{ at, noticeId, actor: SYSTEM, action: 'letter_bounced', detail }]);
  const summary = `Letter ${n} (${kind}) bounced: ${reply}`;
  const alert = { noticeId, summary, detail: { n, letter: kind } };
  // An interim letter is not sent again: the next period has its own.
  const isReplaced = isInterim({ letter: kind, submission: letter.submission });
  await raiseAlert(
    trx,
    isReplaced
      ? { ...alert, key: `${noticeId}:status_update_not_sent`, kind: 'status_update_not_sent' }
      : { ...alert, key: `${key}:letter_bounced`, kind: 'letter_bounced' },
  );
}
