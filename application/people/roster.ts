import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import type { assigneesView, rosterView, rosterWrite } from '../../contract/people/roster.js';
import { cursorKeys } from '../../contract/query.js';
import { can, rolesWith } from '../../domain/people/permission.js';
import { rankAssignees } from '../../domain/roster/assignees.js';
import { findShift } from '../../domain/roster/shifts.js';
import { appendAudit } from '../../registry/notices/audit.js';
import {
  countActivePeople,
  listAdmissions,
  listRostered,
  saveRosterEntry,
  type RosterRow,
} from '../../registry/people/roster.js';
import type { Acting } from '../acting.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { CURES } from '../../domain/commands/cures.js';
import { toShiftNote } from './shift-notes.js';

type RosterView = z.input<typeof rosterView>;
type Reading = Pick<Services, 'db' | 'now'>;

const toStamp = (ms: number) => new Date(ms).toISOString();

function toRosterView({ absences, note, noteAt, ...person }: RosterRow, now: Date): RosterView {
  const shift = findShift({ ...person, absences }, now.getTime());
  return {
    ...person,
    absences: absences.map(({ fromMs, untilMs }) => ({ from: toStamp(fromMs), until: toStamp(untilMs) })),
    note: toShiftNote({ note, noteAt }, now),
    onShiftUntil: shift?.isNow === true ? toStamp(shift.span.untilMs) : null,
    nextShiftAt: shift?.isNow === false ? toStamp(shift.span.fromMs) : null,
  };
}

export async function pageRoster({ db, now }: Reading, caller: Caller, { cursor, ...paging }: PageQuery) {
  const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
  const after = key === null ? null : { name: key[0], id: key[1] };
  const at = now();
  return answerPage(paging, {
    rows: (limit) => listRostered(db, { reader: toReader(caller), now: at, page: { after, limit } }),
    total: () => countActivePeople(db),
    view: (row) => toRosterView(row, at),
    key: ({ name, id }) => [name, id],
  });
}

/** Of an active person. */
export async function getRosterEntry({ db, now }: Reading, caller: Caller, person: string): Promise<RosterView> {
  const [row] = await listRostered(db, { reader: toReader(caller), now: now(), person });
  if (row === undefined) throw new Refusal('missing', CURES.noActivePerson);
  return toRosterView(row, now());
}

/** Replaces a person's hours, languages and capacity. They give no right, so that no second person confirms them. */
export async function changeRoster(
  { trx, services, caller }: Acting,
  { person, body }: { person: string; body: z.output<typeof rosterWrite> },
): Promise<RosterView> {
  const reading = { db: trx, now: services.now };
  await getRosterEntry(reading, caller, person);
  const at = services.now();
  await saveRosterEntry(trx, { person, at, ...body });
  const entry = { at, noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'roster_changed', detail: { person } }]);
  return getRosterEntry(reading, caller, person);
}

export const isOwnOrRostered = ({ person, roles }: Caller, id: string) =>
  person.id === id || can(roles, 'roster.manage');

/** The people whom the notices can be assigned to, best first. Ignores notices that the caller cannot read. */
export async function listAssignees(
  { db, now }: Reading,
  caller: Caller,
  notices: readonly string[],
): Promise<z.input<typeof assigneesView>> {
  const at = now();
  const reader = toReader(caller);
  const admissions = await listAdmissions(db, { ids: notices, reader });
  const workers = rolesWith('claim');
  const people = (await listRostered(db, { reader, now: at })).filter(
    ({ id, roles }) =>
      roles.some((role) => workers.includes(role)) &&
      admissions.every(
        ({ level, excluded, readers }) => !excluded.includes(id) && (level !== 'gagged' || readers.includes(id)),
      ),
  );
  const languages = [...new Set(admissions.map(({ language }) => language.split('-')[0] ?? language))];
  return {
    people: rankAssignees(people, { nowMs: at.getTime(), languages }).map(
      ({ person: { id, name, roles, open, capacity }, onShiftUntilMs, nextShiftMs, speaks }) => ({
        id,
        name,
        roles,
        open,
        capacity,
        speaks,
        onShiftUntil: onShiftUntilMs === null ? null : toStamp(onShiftUntilMs),
        nextShiftAt: nextShiftMs === null ? null : toStamp(nextShiftMs),
      }),
    ),
  };
}
