import { isAlertKind } from '../alert.js';
import { EVENT_ACTIONS, EVENT_TABLE } from '../event.js';
import type { EventFilter } from './webhook-event.js';

export const NO_FILTER: EventFilter = { types: [], alerts: [], laws: [], countries: [] };

export const TEST_EVENT = 'webhook.test';

export interface FilteredEvent {
  type: string;
  /** Kind of the alert; null for other events. */
  alert: string | null;
  law: string | null;
  country: string | null;
}

export function fitsFilter({ types, alerts, laws, countries }: EventFilter, event: FilteredEvent): boolean {
  return (
    fits(types, event.type, `${event.type.split('.')[0]}.*`) &&
    (event.alert === null || fits(alerts, event.alert)) &&
    fits(laws, event.law) &&
    fits(countries, event.country)
  );
}

const fits = (wanted: readonly string[], ...values: (string | null)[]) =>
  wanted.length === 0 || values.some((value) => value !== null && wanted.includes(value));

/** Whether everything that fits `after` fits `before`; false where only the lists of the rulebook could say. */
export function narrowsFilter(before: EventFilter, after: EventFilter): boolean {
  const isWithin = (name: keyof EventFilter) =>
    before[name].length === 0 ||
    (after[name].length > 0 && after[name].every((value) => fits(before[name], value, `${value.split('.')[0]}.*`)));
  return isWithin('types') && isWithin('alerts') && isWithin('laws') && isWithin('countries');
}

const GROUPS = ['notice.*', 'clock.*', 'alert.*'] as const;

const TYPES: ReadonlySet<string> = new Set([
  ...GROUPS,
  'alert.raised',
  'alert.resolved',
  ...EVENT_ACTIONS.map((action) => `${EVENT_TABLE[action].live}.${action}`),
]);

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Returns the place and cure of a value that no event can have; laws are known to the rulebook alone. */
export function findUnknownFilter(
  { types, alerts, laws, countries }: EventFilter,
  isLaw: (id: string) => boolean,
): { path: string; cure: string } | null {
  const unknown = (list: readonly string[], name: string, isKnown: (value: string) => boolean, cure: string) => {
    const place = list.findIndex((value) => !isKnown(value));
    return place === -1 ? null : { path: `/${name}/${place}`, cure: `"${list[place]}": ${cure}` };
  };
  return (
    unknown(
      types,
      'types',
      (type) => TYPES.has(type),
      `no event has this type. Use ${GROUPS.join(', ')}, or one type.`,
    ) ??
    unknown(alerts, 'alerts', isAlertKind, 'no alert has this kind. The kinds are in docs/operating/alerts.md.') ??
    unknown(laws, 'laws', isLaw, 'the rulebook has no law with this id.') ??
    unknown(countries, 'countries', isCountry, 'give an ISO 3166 country code, e.g. IN.')
  );
}

const isCountry = (code: string) => code !== 'ZZ' && regions.of(code) !== undefined;
