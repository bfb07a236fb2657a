import type { AlertKind } from '../../../domain/alert.js';
import type { CauseWords } from './engine-causes.js';

export const PEOPLE_CAUSES = {
  change_waiting: {
    title: 'A change is waiting for a second person',
    explains: 'A change of people, keys or the directory was requested more than a day ago, and nobody has decided it.',
    selfHeals: 'It expires seven days after the request. An admin or counsel decides it under Changes.',
    safe: null,
  },
  contact_not_told: {
    title: 'An authority could not be notified of its new contact',
    explains: 'A new address of an authority takes effect, and the mail about it to the old address was not accepted.',
    selfHeals:
      'Unless the address was refused, the mail is sent again for a week, at most an hour apart. Call the authority to make sure that the new address is theirs.',
    safe: null,
  },
  person_not_notified: {
    title: 'A person could not be notified of a change to their entry',
    explains:
      'The name, mail address or sign-in account of a staff member changes, and the mail about it to the previous address was not accepted.',
    selfHeals:
      'Unless the address was refused, the mail is sent again for a week, at most an hour apart. Ask the person in another way whether they know of the change.',
    safe: null,
  },
} as const satisfies Partial<Record<AlertKind, CauseWords>>;
