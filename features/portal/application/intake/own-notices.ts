import type { SignedReceipt } from '../../domain/receipt.js';
import { actorOfSigner } from '../../domain/signer.js';
import type { LetterPrinter } from '../../../../letters/pdf/letter-printer.js';
import { findSignature } from '../../../../registry/letters/letter-signatures.js';
import { findAnnex, findLetterView } from '../../../../registry/letters/letter-views.js';
import { listOutwardAnnotations, type OutwardAnnotation } from '../../../../registry/letters/outward-annotations.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { findReceipt, listFilings, type FilingRow } from '../../registry/filings.js';
import {
  findOwnNotice,
  isLetterRead,
  listOwnLetters,
  listOwnNotices,
  type OwnLetter,
  type OwnNotice,
} from '../../registry/own-notices.js';
import { isOwnLetter } from '../../../../application/own-letter.js';
import type { Services } from '../../../../application/services.js';
import type { SignedIn } from './sign-in.js';

const PAGE = 50;

/** Lists an authority's notices before a number; `older` is the number to continue with. */
export async function pageOwnNotices(
  { db }: Pick<Services, 'db'>,
  { authority }: SignedIn,
  before: string | null,
): Promise<{ notices: OwnNotice[]; older: string | null }> {
  const found = await listOwnNotices(db, { authority: authority.id, before, limit: PAGE + 1 });
  const notices = found.slice(0, PAGE);
  return { notices, older: found.length > PAGE ? (notices.at(-1)?.number ?? null) : null };
}

export async function findOwn(
  { db }: Pick<Services, 'db'>,
  { authority }: SignedIn,
  number: string,
): Promise<OwnNotice | undefined> {
  return findOwnNotice(db, { authority: authority.id, number });
}

export interface OwnParts {
  notice: OwnNotice;
  letters: OwnLetter[];
  annotations: OutwardAnnotation[];
  filings: FilingRow[];
}

/** Returns a notice of the authority with what it has sent and received, and records the read of a secret one. */
export async function openOwn(services: Services, who: SignedIn, number: string): Promise<OwnParts | undefined> {
  const notice = await findOwn(services, who, number);
  if (notice === undefined) return undefined;
  await recordOwnAccess(services, who, notice);
  return readOwnParts(services, who, notice);
}

export async function readOwnParts(services: Services, { authority }: SignedIn, notice: OwnNotice): Promise<OwnParts> {
  const { db } = services;
  return {
    notice,
    letters: await listProvenLetters(services, notice.id),
    annotations: await listOutwardAnnotations(db, { noticeId: notice.id }),
    filings: await listFilings(db, { authority: authority.id, noticeId: notice.id }),
  };
}

/** Sent letters with a valid signature of the desk. */
async function listProvenLetters(services: Services, noticeId: string): Promise<OwnLetter[]> {
  const proven: OwnLetter[] = [];
  for (const letter of await listOwnLetters(services.db, noticeId))
    if (await isOwnLetter(services, { noticeId, n: letter.n })) proven.push(letter);
  return proven;
}

async function recordOwnAccess(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { authority, signer }: SignedIn,
  { id, secrecyLevel: level }: OwnNotice,
): Promise<void> {
  if (level === 'open') return;
  const actor = actorOfSigner(authority, signer);
  await appendAudit(db, [
    { at: now(), noticeId: id, actor, action: 'secret_read', detail: { level, list: 'portal', cleared: true } },
  ]);
}

/** Prints a letter to the authority and records when it is read for the first time; null if there is none. */
export async function printOwnLetter(
  services: Services & { letterPrinter: LetterPrinter },
  who: SignedIn,
  { number, n }: { number: string; n: number | null },
): Promise<{ name: string; bytes: Buffer } | null> {
  const { db, letterPrinter } = services;
  const notice = await findOwn(services, who, number);
  if (notice === undefined) return null;
  const own = (await listProvenLetters(services, notice.id)).find((letter) => letter.n === n);
  const letter = own && (await findLetterView(db, { noticeId: notice.id, n: own.n }));
  if (letter === undefined || letter.text === '') return null;
  const annex = letter.annexed ? await findAnnex(db, { noticeId: notice.id, n: letter.n }) : undefined;
  const { kind, subject, text, language, state, created_at: writtenAt } = letter;
  const rows = annex?.rows ?? null;
  const signature = await findSignature(db, { noticeId: notice.id, n: letter.n });
  const written = { number: notice.number, kind, subject, text, language, state, writtenAt, signature };
  const bytes = await letterPrinter({ ...written, annex: rows });
  await recordReading(services, who, { notice, n: letter.n });
  return { name: `${notice.number}-letter-${letter.n}.pdf`, bytes };
}

async function recordReading(
  services: Pick<Services, 'db' | 'now'>,
  who: SignedIn,
  { notice, n }: { notice: OwnNotice; n: number },
): Promise<void> {
  await recordOwnAccess(services, who, notice);
  if (await isLetterRead(services.db, { noticeId: notice.id, n })) return;
  const actor = actorOfSigner(who.authority, who.signer);
  await appendAudit(services.db, [
    { at: services.now(), noticeId: notice.id, actor, action: 'letter_read', detail: { n } },
  ]);
}

export async function findOwnReceipt(
  { db }: Pick<Services, 'db'>,
  { authority }: SignedIn,
  number: string,
): Promise<Omit<SignedReceipt, 'keyId'> | undefined> {
  return findReceipt(db, { authority: authority.id, number });
}
