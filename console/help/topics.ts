import { PLACES } from '../frame/places.js';
import type help from '../words/en/help.json';
import type terms from '../words/en/terms.json';

export type Topic = keyof (typeof help)['topic'];
export type TermName = keyof typeof terms;

/** The terms that a screen uses, in the order in which it does. */
export const TERMS_OF: Readonly<Record<Topic, readonly TermName[]>> = {
  'for-me': ['submission', 'escalation'],
  queue: ['notice', 'clock', 'target'],
  approvals: ['submission', 'approverSlot', 'risk'],
  enforcement: ['proof', 'restriction'],
  ops: ['escalation', 'repair', 'divergence'],
  intake: ['notice', 'regime', 'target'],
  inbound: ['aligned', 'doubt'],
  changes: [],
  'second-reviews': ['secondReview', 'kappa'],
  appeals: ['userNotice'],
  restrictions: ['restriction', 'drift'],
  imported: [],
  authorities: ['senderCheck'],
  people: [],
  rulebook: ['regime', 'edition', 'clock'],
  reports: ['outcome', 'kappa', 'golden'],
  audit: [],
  outbox: ['escalation', 'interim'],
  review: ['target', 'action', 'ground', 'submission'],
  triage: ['regime', 'clock', 'senderCheck'],
  approval: ['submission', 'approverSlot', 'risk', 'emergency'],
  letters: ['interim', 'outcome'],
  timeline: ['receipt', 'move'],
  linked: ['withheldLink'],
  conversations: [],
  'second-review': ['secondReview'],
};

const isTopic = (name: string): name is Topic => Object.hasOwn(TERMS_OF, name);

/** The page of the screen at an address; null if it has none. */
export function findTopic(pathname: string): Topic | null {
  if (pathname === '/') return 'queue';
  const [first = '', , tab = 'review'] = pathname.split('/').filter((part) => part !== '');
  const name = first === 'notices' ? tab : first;
  return isTopic(name) && (first === 'notices' || PLACES.some(({ to }) => to === `/${first}`)) ? name : null;
}
