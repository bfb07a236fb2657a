import type { z } from 'zod';
import { MAX_FOUND, type searchView } from '../../../contract/people/search.js';
import { can, type Permission } from '../../../domain/people/permission.js';
import { locatorForms } from '../../../domain/targets/target.js';
import { treeSize } from '../../../registry/audit/sequence.js';
import { listImportedCases } from '../../../registry/imports/imported-cases.js';
import { listInbound } from '../../../registry/mail/inbound-views.js';
import { listAudit } from '../../../registry/notices/audit-views.js';
import { searchLetters, searchTargets } from '../../../registry/notices/search-contents.js';
import { listAuthorities } from '../../../registry/people/authorities.js';
import { readAsService } from '../../../registry/reading.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { toReader, type Caller } from '../../caller.js';
import { recordSecretReads, type SeenNotice } from '../../secret-reads.js';
import { toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { listReadableNotices } from './list-notices.js';

type Found = z.output<typeof searchView>;
type Searching = Pick<Services, 'db' | 'now' | 'rulebook'>;

interface Sought {
  q: string;
  called?: string | undefined;
}

/** Shorter texts are in too many locators and letters: PostgreSQL's index holds parts of three characters. */
const MIN_INDEXED = 3;
/** Entries have no index of their text: more of them would take longer than a person waits between two keys. */
const LAST_ENTRIES = 20_000;
const MAX_AUTHORITIES = 1_000;

/** Searches everything that the caller may read, each kind through the access check of its own list. */
export async function search(services: Searching, caller: Caller, { q, called }: Sought): Promise<Found> {
  const text = q.trim();
  if (text === '')
    return { notices: [], targets: [], mail: [], letters: [], audit: [], imported: [], authorities: [], laws: [] };
  const secret: SeenNotice[] = [];
  const mayRead = (permission: Permission) => can(caller.roles, permission);
  const [notices, targets, mail, letters, audit, imported, authorities] = await Promise.all([
    mayRead('notice.read_facts') || mayRead('notice.read_own_receipt') ? findNotices(services, caller, text) : [],
    mayRead('notice.read_facts') ? findTargets(services, caller, { text, secret }) : [],
    mayRead('inbound.read') ? findMail(services, caller, { text, secret }) : [],
    mayRead('notice.read_documents') ? findLetters(services, caller, { text, secret }) : [],
    mayRead('audit.read') ? findEntries(services, { text, called, secret }) : [],
    mayRead('notice.read_documents') ? findImported(services, caller, { text, secret }) : [],
    mayRead('authorities.read') ? findAuthorities(services, text) : [],
  ]);
  await recordSecretReads(services, caller, { seen: secret, list: 'search' });
  const laws = findLaws(services.rulebook, text);
  return { notices, targets, mail, letters, audit, imported, authorities, laws };
}

interface Finding {
  text: string;
  secret: SeenNotice[];
}

async function findNotices(services: Searching, caller: Caller, q: string): Promise<Found['notices']> {
  return (await listReadableNotices(services, caller, { q, sort: 'received', limit: MAX_FOUND })).items;
}

async function findTargets({ db }: Searching, caller: Caller, { text, secret }: Finding): Promise<Found['targets']> {
  if (text.length < MIN_INDEXED) return [];
  const forms = locatorForms(text);
  const rows = await searchTargets(db, { reader: toReader(caller), text, forms, limit: MAX_FOUND });
  return rows.map(({ notice_id: notice, secrecy_level: level, ...target }) => {
    secret.push({ id: notice, level });
    return { notice, ...target };
  });
}

async function findLetters({ db }: Searching, caller: Caller, { text, secret }: Finding): Promise<Found['letters']> {
  if (text.length < MIN_INDEXED) return [];
  const rows = await searchLetters(db, { reader: toReader(caller), text, limit: MAX_FOUND });
  return rows.map(({ notice_id: notice, secrecy_level: level, at, ...letter }) => {
    secret.push({ id: notice, level });
    return { notice, ...letter, at: at.toISOString() };
  });
}

async function findMail({ db }: Searching, caller: Caller, { text, secret }: Finding): Promise<Found['mail']> {
  const question = { reader: toReader(caller), states: null, after: null, limit: MAX_FOUND };
  const rows = await listInbound(db, { ...question, q: text });
  secret.push(...rows.flatMap((row) => toSeenIn(row.notice_id, row.secrecy_level)));
  return rows.map(({ id, from_address: from, subject, received_at: at, number }) => ({
    id,
    from,
    subject,
    receivedAt: at.toISOString(),
    number,
  }));
}

async function findImported({ db }: Searching, caller: Caller, { text, secret }: Finding): Promise<Found['imported']> {
  const question = { reader: toReader(caller), filter: { found: text }, after: null, limit: MAX_FOUND };
  const rows = await listImportedCases(db, question);
  secret.push(...rows.flatMap((row) => toSeenIn(row.notice_id, row.secrecy_level)));
  return rows.map(({ id, source, external_id: externalId, subject, received_at: at }) => ({
    id,
    source,
    externalId,
    subject,
    receivedAt: at.toISOString(),
  }));
}

/** Reading an entry about a read is not a new read, as in the log itself. */
async function findEntries(
  { db }: Searching,
  { text, called, secret }: Finding & Pick<Sought, 'called'>,
): Promise<Found['audit']> {
  const rows = await readAsService('audit_log', async () => {
    const after = Math.max((await treeSize(db)) - LAST_ENTRIES, 0);
    const filters = { q: text, called: called?.split(',') };
    return listAudit(db, { after, before: null, filters, newest: true, limit: MAX_FOUND });
  });
  const kept = rows.filter(({ erased_at: erasedAt }) => erasedAt === null);
  for (const row of kept)
    if (row.action !== 'secret_read') secret.push(...toSeenIn(row.notice_id, row.secrecy_level ?? 'open'));
  return kept.map(({ seq, at, action, shown_name: actor, number }) => ({
    seq,
    at: at.toISOString(),
    action,
    actor,
    number,
  }));
}

async function findAuthorities({ db }: Searching, text: string): Promise<Found['authorities']> {
  const all = await listAuthorities(db, { afterId: null, limit: MAX_AUTHORITIES });
  const found = all.filter(({ id, name }) => includes(`${id}\n${name}`, text)).slice(0, MAX_FOUND);
  return found.map(({ id, name, country }) => ({ id, name, country }));
}

interface LawText {
  id: string;
  title: string;
  /** Everything that the law's versions say, with facts and sources. */
  whole: string;
}

/** An approved edition replaces the rulebook, so each has its own texts. */
const lawTexts = new WeakMap<Rulebook, readonly LawText[]>();

function listLawTexts(rulebook: Rulebook): readonly LawText[] {
  const known = lawTexts.get(rulebook);
  if (known !== undefined) return known;
  const texts = rulebook.regimes.map(({ id, versions }) => ({
    id,
    title: versions.at(-1)?.title ?? id,
    whole: JSON.stringify(versions),
  }));
  lawTexts.set(rulebook, texts);
  return texts;
}

/** Laws that are named so come before those that only say so. */
function findLaws(rulebook: Rulebook, text: string): Found['laws'] {
  const laws = listLawTexts(rulebook);
  const isNamed = ({ id, title }: LawText) => includes(`${id}\n${title}`, text);
  const saying = text.length < MIN_INDEXED ? [] : laws.filter((law) => !isNamed(law) && includes(law.whole, text));
  return [...laws.filter(isNamed), ...saying].slice(0, MAX_FOUND).map(({ id, title }) => ({ id, title }));
}

const includes = (whole: string, part: string) => whole.toLocaleLowerCase().includes(part.toLocaleLowerCase());
