import type { ChangeContent } from '../../domain/changes/change.js';
import { reachesOtherwise, scheduleContacts, type Contact } from '../../domain/changes/contacts.js';
import type { SavedAuthority } from '../../domain/changes/entry.js';
import { provesMore } from '../../domain/changes/proves-more.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { insertDirectoryMessages } from '../../registry/changes/directory-messages.js';
import { findAuthority, findVerifiedContacts, upsertAuthority } from '../../registry/people/authorities.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { toActor } from '../caller.js';
import { Refusal } from '../refusal.js';
import { askChange, done, type ChangeOutcome, type ChangeContext } from './ask-change.js';
import { CURES } from '../../domain/commands/cures.js';

const WEEK_MS = 7 * 86_400_000;

interface AuthoritySaved {
  authority: SavedAuthority;
  isNew: boolean;
}

/**
 * Adds or updates a directory entry. Waits for a second person if it verifies an authority, or changes the contacts,
 * the identifying marks or the status-update cadence of a verified one.
 */
export async function askAuthority(
  asking: ChangeContext,
  after: SavedAuthority,
): Promise<ChangeOutcome<AuthoritySaved>> {
  const { trx, services } = asking;
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
  asking: ChangeContext,
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
  { trx, services }: ChangeContext,
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
  { trx, services, caller }: ChangeContext,
  { before, after, ...by }: { before: SavedAuthority | null; after: SavedAuthority; change?: string },
): Promise<void> {
  await upsertAuthority(trx, after);
  const detail = { authority: after.id, after, before, ...by };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'authority_saved', detail }]);
}
