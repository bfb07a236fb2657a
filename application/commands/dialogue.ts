import type { CommandBody } from '../../contract/commands.js';
import type { CommandBodies } from '../../domain/commands/command.js';
import { CURES } from '../../domain/commands/cures.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { ASKING_LETTERS, type RequestedLetterKind } from '../../domain/letters/letter.js';
import { authorityReplyClock } from '../../domain/open-clocks/index.js';
import type { Connection } from '../../registry/db.js';
import { countDisclosed, isAnyRestricted } from '../../registry/letters/done-targets.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { TZ_VERSION } from '../clocks/clocks-of-notice.js';
import { insertProposedClocks } from '../clocks/propose-move.js';
import { checkOffer, toDomainOffer } from '../letters/proposals/proposals.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { findLetterLaw } from '../../rulebook/letter-law.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { refuseStaffTraces } from '../outward-text.js';
import { invalid } from '../refusal.js';
import type { Preparing } from './preparing.js';

/** A letter that says what it is must be that: a reply needs what it replies to, a cover what it covers. */
async function refuseUntrue(
  trx: Connection,
  { row, kind, rulebook }: { row: NoticeRow; kind: RequestedLetterKind; rulebook: Rulebook },
): Promise<void> {
  const asksForReply = row.kind === 'show_cause' || row.kind === 'non_compliance_notice';
  if (kind === 'show_cause_reply' && !asksForReply && row.facts['hearingAt'] === undefined)
    throw invalid('/kind', 'This notice asks for no reply and names no hearing: record its hearingAt in triage first.');
  if (kind === 'gag_challenge' && row.secrecy_level === 'open')
    throw invalid('/kind', 'This notice is not secret, so there is no prohibition to challenge. Reclassify it first.');
  if (kind === 'disclosure_cover' && (await countDisclosed(trx, { noticeId: row.id })) === 0)
    throw invalid('/kind', 'No disclosure has been approved on this notice, so there is nothing to cover.');
  if (kind === 'counter_notice') await refuseForwarding(trx, row, rulebook);
}

async function refuseForwarding(trx: Connection, row: NoticeRow, rulebook: Rulebook): Promise<void> {
  if (findNoticeLaw(rulebook, row)?.counteredBy === undefined)
    throw invalid('/kind', `The rulebook names no law of counter notifications for notices under ${row.regime_id}.`);
  if (!(await isAnyRestricted(trx, { noticeId: row.id })))
    throw invalid(
      '/kind',
      'No item of this notice is removed or withheld, so a counter notification restores nothing.',
    );
}

export async function prepareDialogue(
  { context, trx, row }: Preparing,
  body: CommandBody<'request-dialogue'>,
): Promise<CommandBodies['request_dialogue']> {
  const { kind, with: office, subject, proposal, meeting, offer } = body;
  await refuseUntrue(trx, { row, kind, rulebook: context.rulebook });
  const place = meeting?.place ?? '';
  await refuseStaffTraces(trx, {
    '/with': office,
    '/subject': subject,
    '/proposal': proposal,
    '/meeting/place': place,
    '/offer/words': offer?.words,
  });
  if (meeting !== undefined && Date.parse(meeting.at) <= context.now().getTime())
    throw invalid('/meeting/at', CURES.timePassed);
  if (offer !== undefined) await checkOffer(trx, { row, offer, by: 'us', now: context.now() });
  // Before triage the law is only proposed.
  const law = row.stage === 'triage' ? null : findLetterLaw(context.rulebook, row);
  const reply = isOneOf(ASKING_LETTERS, kind) ? openReplyClock(context, row) : undefined;
  if (reply !== undefined) await insertProposedClocks(trx, row.id, [reply]);
  const content = {
    ...(kind === 'dialogue_request' ? {} : { kind }),
    ...(law === null ? {} : { law }),
    ...(meeting === undefined ? {} : { meeting }),
    ...(offer === undefined ? {} : { offer: toDomainOffer(offer) }),
    ...(reply === undefined ? {} : { replyClock: reply.clock }),
  };
  return { with: office, subject, proposal, ...content };
}

function openReplyClock(context: Preparing['context'], row: Preparing['row']) {
  return authorityReplyClock({
    regime: { id: row.regime_id, version: row.regime_version },
    startsAtMs: context.now().getTime(),
    tzVersion: TZ_VERSION,
    newId: context.newId,
  });
}

export async function prepareRecord(
  { context, trx, row }: Preparing,
  { outcome, minutes, offer }: CommandBody<'record-dialogue'>,
): Promise<CommandBodies['record_dialogue']> {
  if (offer === undefined) return { outcome, minutes };
  await checkOffer(trx, { row, offer, by: 'authority', now: context.now() });
  return { outcome, minutes, offer: toDomainOffer(offer) };
}
