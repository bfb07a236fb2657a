import type { ChangeContent } from '../../domain/administration/change.js';
import { reachesOtherwise, scheduleContacts, type Contact } from '../../domain/administration/contacts.js';
import type { SavedAuthority } from '../../domain/administration/entry.js';
import { provesMore } from '../../domain/administration/proves-more.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { insertDirectoryMessages } from '../../registry/administration/directory-messages.js';
import { findAuthority, findVerifiedContacts, upsertAuthority } from '../../registry/people/authorities.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { actorOf } from '../caller.js';
import { Refusal } from '../refusal.js';
import { askChange, done, type Asked, type Asking } from './ask-change.js';

const WEEK_MS = 7 * 86_400_000;
const NO_CADENCE = { statusUpdates: null };

interface AuthoritySaved {
  authority: SavedAuthority;
  isNew: boolean;
}

/**
 * Adds an entry or writes a known one anew. What changes how a verified authority is reached, by what it is known or how often
 * it is written to, or makes one verified, waits.
 */
export async function askAuthority(asking: Asking, after: SavedAuthority): Promise<Asked<AuthoritySaved>> {
  const { trx, services } = asking;
  const before = (await findAuthority(trx, after.id)) ?? null;
  const isVerified = before?.verification === 'verified';
  const turnsVerified = !isVerified && after.verification === 'verified';
  const isMoved = isVerified && reachesOtherwise({ before: before.contacts, after: after.contacts }, services.now());
  const isKnownOtherwise = isVerified && provesMore({ before, after });
  // Letters leave by it with nobody's yes to each, and an authority that asked goes without where it is taken away.
  const isWrittenToOtherwise = isVerified && canonicalJson(before.statusUpdates) !== canonicalJson(after.statusUpdates);
  if (turnsVerified || isMoved || isKnownOtherwise || isWrittenToOtherwise)
    return askChange(asking, { kind: 'authority', before, after });
  await save(asking, { before, after });
  return done({ authority: after, isNew: before === null });
}

/**
 * Does what a second person has confirmed, and answers when it takes effect: a changed contact after the delay, until
 * which the old one is used; the old one is told by mail. Throws `illegal_transition` where the entry has been changed since.
 */
export async function applyAuthority(
  asking: Asking,
  { change, content: { before, after } }: { change: string; content: Extract<ChangeContent, { kind: 'authority' }> },
): Promise<Date> {
  const { trx, services } = asking;
  const at = services.now();
  const now = (await findAuthority(trx, after.id)) ?? null;
  // What was asked for before there were cadences names none.
  if (canonicalJson(now) !== canonicalJson(before === null ? null : { ...NO_CADENCE, ...before }))
    throw new Refusal(
      'illegal_transition',
      `${after.name} has been changed in the directory since this was requested. Refuse the change and have it requested again.`,
    );
  const known = await findVerifiedContacts(trx, after.id);
  if (known === null || !reachesOtherwise({ before: known, after: after.contacts }, at)) {
    await save(asking, { before, after: { ...NO_CADENCE, ...after }, change });
    return at;
  }
  const start = new Date(at.getTime() + services.contactDelaySeconds * 1_000);
  const { contacts, tell, starting } = scheduleContacts({ before: known, after: after.contacts }, { at, start });
  await save(asking, { before, after: { ...NO_CADENCE, ...after, contacts }, change });
  await tellOldContacts(asking, { change, authority: after, tell, starting, start });
  return start;
}

async function tellOldContacts(
  { trx, services }: Asking,
  told: { change: string; authority: SavedAuthority; tell: string[]; starting: Contact[]; start: Date },
): Promise<void> {
  const { change, authority, tell, starting, start } = told;
  await insertDirectoryMessages(trx, {
    change,
    authority: authority.id,
    to: tell,
    detail: { authorityName: authority.name, starting, startsAt: start.toISOString() },
    until: new Date(services.now().getTime() + WEEK_MS),
  });
}

async function save(
  { trx, services, caller }: Asking,
  { before, after, ...by }: { before: SavedAuthority | null; after: SavedAuthority; change?: string },
): Promise<void> {
  await upsertAuthority(trx, after);
  const detail = { authority: after.id, after, before, ...by };
  const entry = { at: services.now(), noticeId: null, actor: actorOf(caller) };
  await appendAudit(trx, [{ ...entry, action: 'authority_saved', detail }]);
}
