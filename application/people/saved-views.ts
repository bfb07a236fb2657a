import { z } from 'zod';
import { type viewWrite, settings } from '../../contract/people/console.js';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { can } from '../../domain/people/permission.js';
import { isUuid } from '../../domain/uuid.js';
import {
  countOwnViews,
  countSavedViews,
  deleteSavedView,
  findSavedView,
  listSavedViews,
  saveView as storeView,
  type SavedView,
} from '../../registry/notices/saved-views.js';
import type { Acting } from '../acting.js';
import type { Caller } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { listDoneSteps, listStepActs } from '../../domain/people/first-steps.js';
import { listOwnActs } from '../../registry/people/own-acts.js';
import { findSettings, saveSettings } from '../../registry/people/person-settings.js';

const MAX_VIEWS = 100;

/** Lists one's own views of the queue and shared ones. */
export async function pageViews({ db }: Pick<Services, 'db'>, caller: Caller, { cursor, ...paging }: PageQuery) {
  const person = caller.person.id;
  const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
  const after = key === null ? null : { name: key[0], id: key[1] };
  return answerPage(paging, {
    rows: (limit) => listSavedViews(db, { person, after, limit }),
    total: () => countSavedViews(db, person),
    view: (view) => toSavedView(view, person),
    key: ({ name, id }) => [name, id],
  });
}

export async function saveView({ trx, services, caller }: Acting, body: z.output<typeof viewWrite>) {
  const owner = caller.person.id;
  const { view, added } = await storeView(trx, { id: services.newId(), owner, ...body });
  if (added && (await countOwnViews(trx, owner)) > MAX_VIEWS)
    throw invalid('', `You already have ${MAX_VIEWS} views. Delete one first.`);
  return { view: toSavedView(view, owner), added };
}

/** Deletes a view as its author or an admin. Another person's view that is not shared counts as unknown. */
export async function deleteView({ trx, caller }: Acting, { id }: { id: string }): Promise<void> {
  const view = isUuid(id) ? await findSavedView(trx, id) : undefined;
  const admin = can(caller.roles, 'people.manage');
  const mine = view?.owner === caller.person.id;
  if (view === undefined || !(mine || admin || view.shared)) throw new Refusal('missing', 'There is no such view.');
  if (!mine && !admin)
    throw new Refusal('forbidden', 'Only the person who saved this view, or an admin, can delete it.');
  await deleteSavedView(trx, id);
}

function toSavedView({ owner, ...view }: SavedView, caller: string) {
  return { ...view, mine: owner === caller };
}

/** The first steps of the caller's roles that the log shows as done; they tick the others themselves. */
export async function listFirstSteps({ db }: Pick<Services, 'db'>, { person, roles }: Caller) {
  return { done: listDoneSteps(roles, await listOwnActs(db, { personId: person.id, acts: listStepActs(roles) })) };
}

type Settings = z.output<typeof settings>;

/** Returns the console settings; one that is missing or no longer a valid choice has its default. */
export async function getSettings({ db }: Pick<Services, 'db'>, { person }: Caller): Promise<Settings> {
  const kept = settings.safeParse(await findSettings(db, person.id));
  return kept.success ? kept.data : settings.parse({});
}

/** Replaces all settings; one left out returns to its default. */
export async function replaceSettings(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { person }: Caller,
  body: Settings,
): Promise<Settings> {
  await saveSettings(db, { personId: person.id, settings: body, at: now() });
  return body;
}
