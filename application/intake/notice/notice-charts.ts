import { z } from 'zod';
import type { enforcementCurve, heldQuery, noticeChart, seriesView } from '../../../contract/charts/notice.js';
import { cursorKeys } from '../../../contract/query.js';
import { sumUp } from '../../../domain/charts/enforcement-curve.js';
import { foldHolders } from '../../../domain/charts/holders.js';
import { stepInForce } from '../../../domain/charts/in-force.js';
import { ask, queryTogether } from '../../../registry/ask.js';
import {
  queryCorrespondenceTimes,
  queryHeldCount,
  queryHeldTargets,
  queryHolderChanges,
  queryInForceSpans,
  querySeries,
  querySettledOperations,
  querySubmissionTimes,
  type HeldRow,
  type SubmissionTimes,
} from '../../../registry/reports/notice-charts.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { readProgress } from '../../enforcement/progress.js';
import { answerPage, readCursor } from '../../paging.js';
import { recordSecretReads } from '../../secret-reads.js';

const iso = (at: Date | null) => at?.toISOString() ?? null;
const isoOfMs = (ms: number) => new Date(ms).toISOString();

export async function readNoticeChart(
  services: Reading,
  caller: Caller,
  id: string,
): Promise<z.input<typeof noticeChart>> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const of = { noticeId: row.id };
  const { changes, submissions, said } = await queryTogether(services.db, {
    changes: queryHolderChanges(of),
    submissions: querySubmissionTimes(of),
    said: queryCorrespondenceTimes(of),
  });
  return {
    receivedAt: row.received_at.toISOString(),
    closedAt: iso(row.closed_at),
    holders: foldHolders(changes).map(({ person, name, fromMs, toMs }) => ({
      person,
      name,
      from: isoOfMs(fromMs),
      to: toMs === null ? null : isoOfMs(toMs),
    })),
    submissions: submissions.map(toTimes),
    letters: said.flatMap(({ at, letter }) => (letter === null ? [] : [{ at: at.toISOString(), kind: letter }])),
    replies: said.flatMap(({ at, letter }) => (letter === null ? [{ at: at.toISOString() }] : [])),
  };
}

function toTimes({ number, purpose, state, targets, ...at }: SubmissionTimes) {
  return {
    number,
    purpose,
    state,
    targets,
    submittedAt: at.submitted_at.toISOString(),
    approvedAt: iso(at.approved_at),
    returnedAt: iso(at.returned_at),
    startedAt: iso(at.started_at),
    finishedAt: iso(at.finished_at),
    provedAt: iso(at.proved_at),
  };
}

/** How an enforcement went on, or goes on now. */
export async function readEnforcementCurve(
  services: Reading,
  caller: Caller,
  of: { id: string; submission?: number | undefined },
): Promise<z.input<typeof enforcementCurve>> {
  const row = await needNotice(services, caller, { id: of.id, to: 'facts' });
  const { submission, total } = await readProgress(services, caller, of);
  const settled = await ask(services.db, querySettledOperations({ noticeId: row.id, submission }));
  return { submission, total, points: sumUp(settled).map(({ atMs, ...counts }) => ({ at: isoOfMs(atMs), ...counts })) };
}

/** An order with all documents that follow it, of which the caller may read every one. */
export async function readSeries(services: Reading, caller: Caller, id: string): Promise<z.input<typeof seriesView>> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const of = { noticeId: row.id, reader: toReader(caller) };
  const { notices, spans } = await queryTogether(services.db, {
    notices: querySeries(of),
    spans: queryInForceSpans(of),
  });
  const seen = notices.map(({ notice, secrecy_level: level }) => ({ id: notice, level }));
  await recordSecretReads(services, caller, { seen, list: 'series' });
  return {
    notices: notices.map(({ secrecy_level: _, received_at, closed_at, in_force, ...one }) => ({
      ...one,
      receivedAt: received_at.toISOString(),
      closedAt: iso(closed_at),
      inForce: in_force,
    })),
    steps: stepInForce(spans).map(({ notice, atMs, count }) => ({ at: isoOfMs(atMs), notice, inForce: count })),
  };
}

/** What was in force at an instant, or ever, and under which notice of the series. */
export async function listSeriesInForce(
  services: Reading,
  caller: Caller,
  id: string,
  { at, ...query }: z.output<typeof heldQuery>,
) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const of = { noticeId: row.id, reader: toReader(caller), at: at === undefined ? null : new Date(at) };
  const key = readCursor(query.cursor, z.tuple([cursorKeys.uuid, cursorKeys.int, cursorKeys.text]));
  const after = key === null ? null : { notice: key[0], no: key[1], key: key[2] };
  return answerPage(query, {
    rows: (limit) => ask(services.db, queryHeldTargets({ ...of, after, limit })),
    total: () => ask(services.db, queryHeldCount(of)),
    view: ({ key: _, since, until, ...target }: HeldRow) => ({
      ...target,
      since: since.toISOString(),
      until: iso(until),
    }),
    key: ({ notice, no, key: operation }) => [notice, no, operation],
  });
}
