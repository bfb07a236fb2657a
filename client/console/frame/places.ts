import type { Permission } from '../../../domain/permission.js';

/** A screen one can go to. */
interface Place {
  to:
    | '/'
    | '/approvals'
    | '/enforcement'
    | '/ops'
    | '/intake'
    | '/restrictions'
    | '/authorities'
    | '/people'
    | '/rulebook'
    | '/reports'
    | '/audit'
    | '/outbox';
  name: PlaceName;
  keys: string;
  /** Shown to those who hold one of these; to everyone when left out. */
  needs?: readonly Permission[];
  /** Work comes first in the side bar, records below. */
  group: 'work' | 'records';
}

type PlaceName =
  | 'queue'
  | 'approvals'
  | 'enforcement'
  | 'ops'
  | 'intake'
  | 'restrictions'
  | 'authorities'
  | 'people'
  | 'rulebook'
  | 'reports'
  | 'audit'
  | 'outbox';

/** Where one can go: the side bar, the menu of small windows, the palette and the `G` keys are made from this. */
export const PLACES: readonly Place[] = [
  { to: '/', name: 'queue', keys: 'g q', group: 'work' },
  { to: '/approvals', name: 'approvals', keys: 'g a', group: 'work' },
  { to: '/enforcement', name: 'enforcement', keys: 'g e', group: 'work' },
  { to: '/ops', name: 'ops', keys: 'g o', needs: ['attention.read'], group: 'work' },
  { to: '/intake', name: 'intake', keys: 'g n', needs: ['notice.create'], group: 'work' },
  { to: '/restrictions', name: 'restrictions', keys: 'g r', group: 'records' },
  { to: '/authorities', name: 'authorities', keys: 'g d', needs: ['authorities.read'], group: 'records' },
  { to: '/people', name: 'people', keys: 'g p', needs: ['people.manage'], group: 'records' },
  { to: '/rulebook', name: 'rulebook', keys: 'g b', group: 'records' },
  { to: '/reports', name: 'reports', keys: 'g t', group: 'records' },
  { to: '/audit', name: 'audit', keys: 'g l', needs: ['audit.read'], group: 'records' },
  { to: '/outbox', name: 'outbox', keys: 'g m', needs: ['outbox.read'], group: 'records' },
];
