import { ensurePseudonyms } from '../../../registry/audit/pseudonyms.js';
import type { Db } from '../../../registry/db.js';
import { listNames } from '../../../registry/people/people-admin.js';

export type HideStaff = (text: string) => string;

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
export async function createHideStaff(db: Db): Promise<HideStaff> {
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
export function withoutStaff<View>(view: View, hide: HideStaff): View {
  return JSON.parse(JSON.stringify(view), (name, value: unknown) =>
    typeof value === 'string' && !FREE_TEXT.has(name) ? hide(value) : value,
  );
}
