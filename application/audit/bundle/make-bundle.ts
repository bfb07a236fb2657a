import type { Readable } from 'node:stream';
import { can } from '../../../domain/people/permission.js';
import { findOrigin } from '../../../registry/audit/checkpoints.js';
import { readAsService } from '../../../registry/reading.js';
import { needNotice } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { findBlindTargets, toTargetView } from '../../intake/notice/targets.js';
import { readLawOfClocks, toClockView } from '../../intake/notice/clocks.js';
import { loadNoticeView, type NoticeViewing } from '../../intake/notice/notice-view.js';
import { findNoticeWithUsers } from '../../intake/notice/notice-with-users.js';
import { isUndecidedFor, toTimelineView } from '../../intake/notice/timeline.js';
import { loadAuthenticity, toSenderCheckView } from '../../intake/sender/authenticity.js';
import { toLetterView } from '../../letters/letter-views.js';
import { viewProposal } from '../../letters/proposals/proposals.js';
import { notPermitted } from '../../refusal.js';
import type { Services } from '../../services.js';
import { makeCheckpoint } from '../make-checkpoint.js';
import { streamBundle } from './stream-bundle.js';
import { ensurePseudonyms } from '../../../registry/audit/pseudonyms.js';
import type { Db } from '../../../registry/db.js';
import { listNames } from '../../../registry/people/people-admin.js';
import { toManualActionView } from '../../intake/notice/manual-actions.js';

/** Everything about a notice that the caller may read, as a zip. `withNames`: staff by name instead of pseudonym. */
export async function makeBundle(
  services: Services & NoticeViewing & { traced: boolean },
  caller: Caller,
  { id, withNames }: { id: string; withNames: boolean },
): Promise<{ number: string; zip: Readable }> {
  const { db, now, traced, auditSigner: signer } = services;
  const row = await needNotice(services, caller, { id, to: 'documents' });
  if (withNames && !can(caller.roles, 'bundle.names')) throw notPermitted('bundle.names');
  const hide = withNames ? (text: string) => text : await createHideStaff(db);
  const hidden = <View>(view: View) => (withNames ? view : withoutStaff(view, hide));
  const blind = await findBlindTargets(services, caller, { noticeId: row.id });
  const reader = caller.person.id;
  const law = await readLawOfClocks(services);
  const withUsers = await findNoticeWithUsers(services, row);
  const zip = streamBundle(db, {
    notice: hidden(await loadNoticeView(services, { row, caller })),
    authenticity: hidden(await loadAuthenticity(services, { row, caller })),
    noticeId: row.id,
    at: now(),
    by: hide(caller.person.name),
    reader: toReader(caller),
    proof: {
      origin: await findOrigin(db),
      checkpoint: await readAsService('checkpoint', () => makeCheckpoint(services)),
      signer,
      isWithheld: (entry) => isUndecidedFor(entry, { blind, reader }),
    },
    views: {
      target: (target) => hidden(toTargetView(target, blind.has(target.no), withUsers)),
      clock: (clock, beside) => hidden(toClockView(clock, beside, law)),
      letter: toLetterView,
      timeline: (entry) => hidden(toTimelineView(entry, { blind, reader, traced })),
      senderCheck: (check) => hidden(toSenderCheckView(check)),
      proposal: (proposal) => hidden(viewProposal(proposal)),
      manualAction: (action) => hidden(toManualActionView(action)),
    },
  });
  return { number: row.number, zip };
}

type HideStaff = (text: string) => string;

const FREE_TEXT = new Set([
  'subject',
  'text',
  'body',
  'note',
  'reason',
  'comment',
  'locator',
  'reference',
  'statement',
  'words',
]);

/** Returns a function that hides the names of all staff. People who share a name are both `staff`. */
async function createHideStaff(db: Db): Promise<HideStaff> {
  const people = await listNames(db);
  const pseudonyms = await ensurePseudonyms(
    db,
    people.map(({ id }) => id),
  );
  const hidden = new Map<string, string>();
  for (const { id, name } of people) hidden.set(name, hidden.has(name) ? 'staff' : (pseudonyms.get(id) ?? 'staff'));
  return (text) => hidden.get(text) ?? text;
}

/** Returns a view with staff names replaced wherever one stands alone; free text is left as it is. */
function withoutStaff<View>(view: View, hide: HideStaff): View {
  return JSON.parse(JSON.stringify(view), (name, value: unknown) =>
    typeof value === 'string' && !FREE_TEXT.has(name) ? hide(value) : value,
  );
}
