import type { z } from 'zod';
import type { coverView } from '../../../contract/people/roster.js';
import { can } from '../../../domain/people/permission.js';
import { findCover, type DeadlineCover } from '../../../domain/roster/assignees.js';
import { mayApprove } from '../../../domain/submissions/may-approve.js';
import type { ForecastClockRow } from '../../../registry/clocks/forecast.js';
import type { Connection } from '../../../registry/db.js';
import { listWaitingSubmissions, type WaitingSubmission } from '../../../registry/people/absences.js';
import { listAdmissions, listRostered, type RosterRow } from '../../../registry/people/roster.js';
import type { Reader } from '../../../registry/reading.js';

export type CoverView = z.input<typeof coverView>;
type LateClock = Pick<ForecastClockRow, 'id' | 'noticeId' | 'stage' | 'dueAtMs'>;

/**
 * Finds who could still save each clock, by its id: they can do the next step of the notice, may read it and are not
 * excluded. Null: the next step is no person's.
 */
export async function findCovers(
  db: Connection,
  { reader, now, clocks }: { reader: Reader; now: Date; clocks: readonly LateClock[] },
): Promise<Map<string, CoverView | null>> {
  const ids = [...new Set(clocks.map(({ noticeId }) => noticeId))];
  if (ids.length === 0) return new Map();
  const people = await listRostered(db, { reader, now });
  const admissions = new Map((await listAdmissions(db, { ids, reader })).map((one) => [one.id, one]));
  const inApproval = clocks.filter(({ stage }) => stage === 'approval').map(({ noticeId }) => noticeId);
  const waiting =
    inApproval.length === 0 ? [] : await listWaitingSubmissions(db, { notices: [...new Set(inApproval)] });
  return new Map(
    clocks.map((clock) => {
      const canAct = chooseStep(clock, waiting);
      const admission = admissions.get(clock.noticeId);
      if (canAct === null || admission === undefined) return [clock.id, null];
      const able = people.filter(
        (person) => admission.readers.includes(person.id) && !admission.excluded.includes(person.id) && canAct(person),
      );
      return [clock.id, toView(findCover(able, { nowMs: now.getTime(), dueAtMs: clock.dueAtMs }))];
    }),
  );
}

function chooseStep(
  { noticeId, stage }: LateClock,
  waiting: readonly WaitingSubmission[],
): ((person: RosterRow) => boolean) | null {
  if (stage === 'triage' || stage === 'review') return ({ roles }) => can(roles, 'decide');
  const submission = waiting.find((one) => one.noticeId === noticeId);
  if (stage !== 'approval' || submission === undefined) return null;
  const { author: by, approvals, ...rest } = submission;
  const given = approvals.map(({ stoodFor, ...approval }) => ({ ...approval, for: stoodFor.map((id) => ({ id })) }));
  return ({ id, name, roles }) => mayApprove({ ...rest, by, approvals: given }, { kind: 'person', id, name, roles }).ok;
}

const toStamp = (ms: number) => new Date(ms).toISOString();

function toView({ inTime, tooLate }: DeadlineCover<RosterRow>): CoverView {
  return {
    people: inTime.map(({ person: { id, name, open, capacity }, span }) => ({
      id,
      name,
      open,
      capacity,
      from: toStamp(span.fromMs),
      until: toStamp(span.untilMs),
    })),
    next: tooLate === null ? null : { id: tooLate.person.id, name: tooLate.person.name, from: toStamp(tooLate.fromMs) },
  };
}
