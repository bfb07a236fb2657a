import { pseudonymsOf } from '../../registry/audit/pseudonyms.js';
import type { Db } from '../../registry/db.js';
import { listNames } from '../../registry/people/people-admin.js';

/** Says of a text what to write for it: for the name of a person of the staff what the log calls them. */
export type HideStaff = (text: string) => string;

/** Texts that people write or that come from outside: a name in them is no mark of who did something. */
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

/** What hides the names of all people of the desk. Two of the same name are both `staff`. */
export async function hideStaffOf(db: Db): Promise<HideStaff> {
  const people = await listNames(db);
  const pseudonyms = await pseudonymsOf(
    db,
    people.map(({ id }) => id),
  );
  const hidden = new Map<string, string>();
  for (const { id, name } of people) hidden.set(name, hidden.has(name) ? 'staff' : (pseudonyms.get(id) ?? 'staff'));
  return (text) => hidden.get(text) ?? text;
}

/** A view with the names of staff hidden wherever one stands alone; what people wrote is left as it is. */
export function withoutStaff<View>(view: View, hide: HideStaff): View {
  return JSON.parse(JSON.stringify(view), (name, value: unknown) =>
    typeof value === 'string' && !FREE_TEXT.has(name) ? hide(value) : value,
  );
}
