import type { z } from 'zod';
import type { exposureView } from '../../contract/people/exposure.js';
import type { PageQuery } from '../../contract/paging.js';
import { EXPOSURE_DAYS } from '../../domain/people/exposure.js';
import { can } from '../../domain/people/permission.js';
import { listExposure } from '../../registry/people/exposure.js';
import { toReader, type Caller } from '../caller.js';
import { answerKept, readNumberCursor } from '../paging.js';
import type { Services } from '../services.js';

const DAY_MS = 86_400_000;

/** How many graphic and protected items each person dealt with lately; only the caller's own number for others than leads. */
export async function readExposure({ db, now }: Pick<Services, 'db' | 'now'>, caller: Caller, query: PageQuery) {
  const all = await listExposure(db, {
    reader: toReader(caller),
    since: new Date(now().getTime() - EXPOSURE_DAYS * DAY_MS),
    person: can(caller.roles, 'exposure.read') ? null : caller.person.id,
  });
  const after = readNumberCursor(query.cursor) ?? 0;
  return answerKept(query, {
    all,
    rest: all.slice(after),
    view: (one): z.input<typeof exposureView> => one,
    key: (one) => [all.indexOf(one) + 1],
  });
}
