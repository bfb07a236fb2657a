import type { AttentionKind } from '../../../domain/attention.js';
import type { CauseWords } from './engine-causes.js';

export const PEOPLE_CAUSES = {
  change_waiting: {
    title: 'A change waits for a second person',
    explains: 'A change of people, keys or the directory was asked for more than a day ago, and nobody has decided it.',
    selfHeals: 'It is over by itself seven days after it was asked for. An admin or counsel decides it under Changes.',
    safe: null,
  },
  contact_not_told: {
    title: 'An authority could not be told of its new contact',
    explains: 'Another address of an authority starts, and the mail about it to the old one has not been taken.',
    selfHeals:
      'Unless the address was refused it is sent again, at most an hour apart, for a week. Call the authority to make sure that the new address is theirs.',
    safe: null,
  },
  person_not_notified: {
    title: 'A person could not be notified of a change of their entry',
    explains:
      'The name, mail address or sign-in account of a person of the desk changes, and the mail about it to the previous address was not accepted.',
    selfHeals:
      'Unless the address was refused it is sent again, at most an hour apart, for a week. Ask the person by another way whether they know of the change.',
    safe: null,
  },
} as const satisfies Partial<Record<AttentionKind, CauseWords>>;
