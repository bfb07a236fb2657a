import { GROUND_CODES, groundFits, type GroundCode } from '../../domain/ground.js';
import { REPAIRING } from '../../domain/repair-command.js';
import { appendAudit } from '../../registry/audit.js';
import { refreshLedger } from '../../registry/ledger.js';
import { lockNotice, type NoticeRow } from '../../registry/notices.js';
import { hasOpenRepair } from '../../registry/repairs.js';
import { draftDecisions, type DraftResult } from '../../registry/targets.js';
import { actorOf, type Caller } from '../api/caller.js';
import type { ApiContext } from '../api/context.js';
import { invalid, Problem } from '../api/problems.js';
import type { CommandBody } from '../api/schema/commands.js';

const DRAFT_STAGES = ['triage', 'review', 'in_force'];

/** Drafts decisions under the lock of the notice row, with its audit entry; the workflow hears of them at `submit`. */
export async function decide(
  context: ApiContext,
  { row, caller, body, commandId }: { row: NoticeRow; caller: Caller; body: CommandBody<'decide'>; commandId: string },
): Promise<DraftResult> {
  const grounds = readGrounds(body);
  const countries = body.countries ?? defaultCountries(context, row, body.lane);
  return context.db.transaction().execute(async (trx) => {
    const locked = await lockNotice(trx, row.id);
    refuseByState(locked, body.expectedVersion);
    if (await hasOpenRepair(trx, row.id)) throw new Problem('illegal-transition', REPAIRING);
    const result = await draftDecisions(trx, {
      noticeId: row.id,
      selection: body.select,
      lane: body.lane,
      grounds,
      countries,
      note: body.note ?? '',
      by: caller.person.id,
      at: context.now(),
    });
    await refreshLedger(trx, row.id);
    await trx
      .updateTable('notice')
      .set((eb) => ({ draft_revision: eb('draft_revision', '+', 1) }))
      .where('id', '=', row.id)
      .execute();
    const { matched, changed } = result;
    const detail = {
      lane: body.lane,
      grounds,
      countries,
      matched,
      changed,
      ...(body.comment === undefined ? {} : { comment: body.comment }),
    };
    await appendAudit(trx, [
      { at: context.now(), noticeId: row.id, actor: actorOf(caller), action: 'decide', detail, commandId },
    ]);
    return result;
  });
}

function refuseByState(row: NoticeRow, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    throw new Problem('version-conflict', `The notice is at version ${row.version}. Read it again.`, {
      currentVersion: row.version,
    });
  }
  if (!DRAFT_STAGES.includes(row.stage)) {
    throw new Problem(
      'illegal-transition',
      `Decisions are drafted in triage, review or in_force; this notice is in ${row.stage}.`,
    );
  }
}

function readGrounds({ grounds, lane, note }: CommandBody<'decide'>): GroundCode[] {
  for (const [index, code] of grounds.entries()) {
    if (!(GROUND_CODES as readonly string[]).includes(code)) {
      throw invalid(`/grounds/${index}`, 'There is no such ground. GET /v1/rulebook/grounds lists them.');
    }
    if (!groundFits(lane, code)) throw invalid(`/grounds/${index}`, `${code} is not a ground for ${lane}.`);
  }
  if (grounds.includes('other') && (note ?? '').trim() === '')
    throw invalid('/note', 'The ground "other" needs a note that says which.');
  return grounds as GroundCode[];
}

/** A withholding names its countries; those of the law, unless the reviewer says otherwise. */
function defaultCountries({ rulebook }: ApiContext, row: NoticeRow, lane: string): string[] {
  if (lane !== 'withhold') return [];
  const version = rulebook.regimeAt(row.regime_id, row.received_at.getTime());
  return version === undefined || version.countries.length === 0 ? [row.jurisdiction] : version.countries;
}
