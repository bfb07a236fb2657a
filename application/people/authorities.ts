import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import type { authorityWrite } from '../../contract/people/admin.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { reachesOtherwise, scheduleContacts, type Contact } from '../../domain/changes/contacts.js';
import type { SavedAuthority } from '../../domain/changes/entry.js';
import { provesMore } from '../../domain/changes/proves-more.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { insertDirectoryMessages } from '../../registry/changes/directory-messages.js';
import {
  countAuthorities,
  findAuthority,
  listAuthorities,
  listAuthorityNames,
  findVerifiedContacts,
  upsertAuthority,
} from '../../registry/people/authorities.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { confirmWrite } from '../step-up.js';
import { askChange, done, type ChangeOutcome } from './changes.js';
import { CURES } from '../../domain/commands/cures.js';

const WEEK_MS = 7 * 86_400_000;

interface AuthoritySaved {
  authority: SavedAuthority;
  isNew: boolean;
}

/** Lists the directory; letters go only to addresses in it. */
export async function pageAuthorities({ db }: Pick<Services, 'db'>, { cursor, ...paging }: PageQuery) {
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listAuthorities(db, { afterId, limit }),
    total: () => countAuthorities(db),
    view: (authority) => authority,
    key: ({ id }) => [id],
  });
}

// A key may be an authority's own, which learns nothing of the others.
export async function readAuthorityNames({ db }: Pick<Services, 'db'>, { key }: Caller) {
  return { items: await listAuthorityNames(db, key === null ? 'all' : key.speaksFor) };
}

/**
 * Adds or updates a directory entry. Waits for a second person if it verifies an authority, or changes the contacts,
 * the identifying marks or the status-update cadence of a verified one.
 */
export async function askAuthority(
  asking: Acting,
  { assertion: _, ...entry }: z.output<typeof authorityWrite>,
): Promise<ChangeOutcome<AuthoritySaved>> {
  const { trx, services } = asking;
  await confirmWrite(asking);
  // Validated by `authorityWrite`: optional fields are absent or text, never undefined in JSON.
  const after = JSON.parse(JSON.stringify(entry)) as SavedAuthority;
  const before = (await findAuthority(trx, after.id)) ?? null;
  const isVerified = before?.verification === 'verified';
  const turnsVerified = !isVerified && after.verification === 'verified';
  const isMoved = isVerified && reachesOtherwise({ before: before.contacts, after: after.contacts }, services.now());
  const isKnownOtherwise = isVerified && provesMore({ before, after });
  // Status updates leave without approval of each one, and removing the cadence silences an authority that asked for
  // it.
  const isWrittenToOtherwise = isVerified && canonicalJson(before.statusUpdates) !== canonicalJson(after.statusUpdates);
  if (turnsVerified || isMoved || isKnownOtherwise || isWrittenToOtherwise)
    return askChange(asking, { kind: 'authority', before, after });
  await save(asking, { before, after });
  return done({ authority: after, isNew: before === null });
}

/**
 * Applies a confirmed directory change and returns when it takes effect: changed contacts after a delay during which
 * the old one stays in use and is notified by mail. Throws `illegal_transition` if the entry has changed since.
 */
export async function applyAuthority(
  asking: Acting,
  { change, content: { before, after } }: { change: string; content: Extract<ChangeContent, { kind: 'authority' }> },
): Promise<Date> {
  const { trx, services } = asking;
  const at = services.now();
  const now = (await findAuthority(trx, after.id)) ?? null;
  if (canonicalJson(now) !== canonicalJson(before))
    throw new Refusal(
      'illegal_transition',
      `${after.name} has been changed in the directory since this was requested. ${CURES.requestAgain}`,
    );
  const known = await findVerifiedContacts(trx, after.id);
  if (known === null || !reachesOtherwise({ before: known, after: after.contacts }, at)) {
    await save(asking, { before, after, change });
    return at;
  }
  const start = new Date(at.getTime() + services.contactDelaySeconds * 1_000);
  const { contacts, contactsToNotify, starting } = scheduleContacts(
    { before: known, after: after.contacts },
    { at, start },
  );
  await save(asking, { before, after: { ...after, contacts }, change });
  await notifyOldContacts(asking, { change, authority: after, contactsToNotify, starting, start });
  return start;
}

async function notifyOldContacts(
  { trx, services }: Acting,
  facts: { change: string; authority: SavedAuthority; contactsToNotify: string[]; starting: Contact[]; start: Date },
): Promise<void> {
  const { change, authority, contactsToNotify, starting, start } = facts;
  await insertDirectoryMessages(trx, {
    change,
    authority: authority.id,
    to: contactsToNotify,
    detail: { authorityName: authority.name, starting, startsAt: start.toISOString() },
    until: new Date(services.now().getTime() + WEEK_MS),
  });
}

async function save(
  { trx, services, caller }: Acting,
  { before, after, ...by }: { before: SavedAuthority | null; after: SavedAuthority; change?: string },
): Promise<void> {
  await upsertAuthority(trx, after);
  const detail = { authority: after.id, after, before, ...by };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'authority_saved', detail }]);
}
