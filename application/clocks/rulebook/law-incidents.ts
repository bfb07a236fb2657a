import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { lawIncidentCorrection, lawIncidentView, lawIncidentWrite } from '../../../contract/rulebook/review.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import {
  correctIncident,
  countIncidents,
  countTouched,
  findIncident,
  insertIncident,
  listIncidents,
  listTouched,
  type IncidentRow,
} from '../../../registry/rulebook/law-incidents.js';
import { lockLaw } from '../../../registry/rulebook/law-reviews.js';
import { listNamedFacts } from '../../../rulebook/reviewed-law.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { needVersion, unknownFact } from './law-reviews.js';

type IncidentView = z.input<typeof lawIncidentView>;

/** Lists wrong facts of law, the newest first. */
export async function pageIncidents({ db }: Pick<Services, 'db'>, { cursor, ...paging }: PageQuery) {
  const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listIncidents(db, { before, limit }),
    total: () => countIncidents(db),
    view: viewIncident,
    key: ({ number }) => [number],
  });
}

/** Returns a wrong fact of law with a page of the notices it affects that the caller can read. */
export async function getIncidentPage(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { number: named, cursor, ...paging }: PageQuery & { number: number | null },
) {
  const { db } = services;
  const incident = await needIncident(db, named);
  const question = { incident, reader: toReader(caller) };
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  const touched = await countTouched(db, question);
  const page = await answerSeenPage(services, { caller, name: 'law_incident' }, paging, {
    rows: (limit) => listTouched(db, { ...question, after, limit }),
    total: async () => touched,
    view: ({ id, number, stage, due_at: dueAt }) => ({
      notice: id,
      number,
      stage,
      dueAt: dueAt?.toISOString() ?? null,
    }),
    key: ({ number }) => [number],
    seen: ({ id, secrecy_level: level }) => [{ id, level }],
  });
  return { ...viewIncident(incident), ...page, touched };
}

/** Records that a fact of a version is wrong: its reviews no longer count. */
export async function recordIncident(
  { trx, services, caller }: Acting,
  { regime, version: name, fact: wanted, found, source }: z.output<typeof lawIncidentWrite>,
): Promise<IncidentView> {
  const [actor, at] = [toActor(caller), services.now()];
  const law = { regime, version: name };
  const version = needVersion(services.rulebook, law);
  const fact = listNamedFacts(version).find(({ id }) => id === wanted);
  if (fact === undefined) throw unknownFact(version);
  const { id, says: said, clock } = fact;
  await lockLaw(trx, law);
  const row = { ...law, fact: id, clock, said, found, source, by: actor.id, at };
  const incident = await insertIncident(trx, row);
  const detail = { ...law, incident, fact: id, said, found };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_incident_recorded', detail }]);
  return viewIncident(await needIncident(trx, incident));
}

/** Records that the rulebook is corrected; notices received from now on are unaffected. */
export async function closeIncident(
  { trx, services, caller }: Acting,
  { number: named, correction }: { number: number | null } & z.output<typeof lawIncidentCorrection>,
): Promise<IncidentView> {
  const [actor, at] = [toActor(caller), services.now()];
  const { number, regime, version } = await needIncident(trx, named);
  if ((await correctIncident(trx, { number, by: actor.id, at, correction })) === undefined)
    throw new Refusal('illegal_transition', `Incident ${number} has already been corrected.`);
  const detail = { regime, version, incident: number, correction };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_incident_corrected', detail }]);
  return viewIncident(await needIncident(trx, number));
}

async function needIncident(db: Connection, number: number | null): Promise<IncidentRow> {
  const incident = number === null ? undefined : await findIncident(db, number);
  if (incident === undefined)
    throw new Refusal('missing', 'There is no such incident. GET /v1/rulebook/incidents lists them.');
  return incident;
}

function viewIncident(row: IncidentRow): IncidentView {
  const { number, regime, version, fact, said, found, source, correction } = row;
  return {
    number,
    regime,
    version,
    fact,
    said,
    found,
    source,
    recordedBy: { id: row.recorded_by, name: row.recorded_by_name },
    recordedAt: row.recorded_at.toISOString(),
    correctedBy: row.corrected_by === null ? null : { id: row.corrected_by, name: row.corrected_by_name ?? '' },
    correctedAt: row.corrected_at?.toISOString() ?? null,
    correction,
  };
}
