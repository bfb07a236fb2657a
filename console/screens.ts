import { later } from './frame/later.js';

/** Screens that load when they are opened, with the texts that each needs. */
export const SCREENS = {
  forMe: later(() => import('./for-me/ForMeScreen.js'), 'ForMeScreen', 'for-me', 'help', 'exposure', 'roster'),
  ops: later(() => import('./ops/OpsScreen.js'), 'OpsScreen', 'causes', 'ops', 'roster', 'steps', 'charts', 'exposure'),
  outage: later(() => import('./ops/outage/OutagePackScreen.js'), 'OutagePackScreen', 'outage'),
  intake: later(() => import('./intake/IntakeScreen.js'), 'IntakeScreen', 'intake'),
  secondReviews: later(
    () => import('./second-review/queue/SecondReviewsScreen.js'),
    'SecondReviewsScreen',
    'records',
    'second-review',
    'terms',
  ),
  appeals: later(() => import('./records/AppealsScreen.js'), 'AppealsScreen', 'records', 'appeals'),
  imported: later(() => import('./records/imported/ImportedScreen.js'), 'ImportedScreen', 'records', 'imported'),
  restrictions: later(() => import('./records/RestrictionsScreen.js'), 'RestrictionsScreen', 'records', 'terms'),
  authorities: later(
    () => import('./records/AuthoritiesScreen.js'),
    'AuthoritiesScreen',
    'records',
    'updates',
    'charts',
  ),
  people: later(() => import('./records/PeopleScreen.js'), 'PeopleScreen', 'records', 'intake'),
  roster: later(() => import('./roster/RosterScreen.js'), 'RosterScreen', 'records', 'roster', 'intake'),
  changes: later(() => import('./records/ChangesScreen.js'), 'ChangesScreen', 'records'),
  rulebook: later(() => import('./records/RulebookScreen.js'), 'RulebookScreen', 'records', 'rulebook'),
  reports: later(
    () => import('./records/ReportsScreen.js'),
    'ReportsScreen',
    'records',
    'publishing',
    'charts',
    'roster',
    'second-review',
    'terms',
  ),
  audit: later(() => import('./records/AuditScreen.js'), 'AuditScreen', 'records', 'publishing'),
  inbound: later(() => import('./records/InboundScreen.js'), 'InboundScreen', 'records', 'intake', 'inbound'),
  outbox: later(() => import('./records/OutboxScreen.js'), 'OutboxScreen', 'records'),
};
