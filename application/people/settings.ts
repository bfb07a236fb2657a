import type { z } from 'zod';
import { settings } from '../../contract/people/console.js';
import { findSettings, saveSettings } from '../../registry/people/person-settings.js';
import type { Caller } from '../caller.js';
import type { Services } from '../services.js';

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
