import type { PlatformState } from '../messages.js';
import type { EnforcementAction } from '../../domain/targets/platform-action.js';
import { isOutOfReach } from '../out-of-reach.js';
import { toOzoneSubject } from './ozone-subject.js';
import { OBJECTIONS } from '../../domain/targets/operation-objections.js';

/** The name of the global Ozone; the others are named by country. */
export const GLOBAL_OZONE = '*';
/** The label that every client and appview honours by hiding the item. */
const TAKEDOWN = '!takedown';
const LEGAL_ORDER = 'legal-order';

export interface OzoneReach {
  countries: readonly string[];
  /**
   * Label of the global Ozone by which clients hide an item in one country, with `{country}` as placeholder; null if
   * not used.
   */
  countryLabel: string | null;
}

export interface OzoneStep {
  ozone: string;
  labels: string[] | null;
}

export type OzonePlan = { ok: true; steps: OzoneStep[] } | { ok: false; message: string };

export function buildCountryLabel(template: string, country: string): string {
  return template.replace('{country}', country.toLowerCase());
}

/** The events an action needs on this network, at most one per Ozone, or why it is impossible. */
export function planOzoneEvents(
  { action, countries }: { action: EnforcementAction; countries: readonly string[] },
  reach: OzoneReach,
): OzonePlan {
  if (action === 'withhold') return planWithholding(countries, reach);
  if (countries.length > 0) return objection(`Ozone cannot ${action} in individual countries only.`);
  if (action === 'remove') return { ok: true, steps: [{ ozone: GLOBAL_OZONE, labels: null }] };
  if (action === 'label') return { ok: true, steps: [{ ozone: GLOBAL_OZONE, labels: [LEGAL_ORDER] }] };
  return objection('Ozone keeps no copies. Preserve the item where the account is hosted.');
}

export const noOzone = (names: string) => `There is no Ozone for ${names}.`;

function planWithholding(countries: readonly string[], { countries: own, countryLabel }: OzoneReach): OzonePlan {
  if (countries.length === 0) return objection(OBJECTIONS.noCountries);
  const others = countries.filter((country) => !own.includes(country));
  if (others.length > 0 && countryLabel === null) return objection(noOzone(others.join(', ')));
  const labels = others.map((country) => buildCountryLabel(countryLabel ?? '', country));
  const steps = countries
    .filter((country) => own.includes(country))
    .map((ozone): OzoneStep => ({ ozone, labels: null }));
  return { ok: true, steps: labels.length === 0 ? steps : [...steps, { ozone: GLOBAL_OZONE, labels }] };
}

function objection(message: string): OzonePlan {
  return { ok: false, message };
}

/** Why Ozone can never act on this item; null if it can. */
export function whyOutOfReach({ type, id }: { type: string; id: string }): string | null {
  if (!isOutOfReach(id))
    return toOzoneSubject(id) === null ? 'Ozone only knows accounts by DID and records by URI.' : null;
  if (type === 'account' || type === 'post')
    return 'Handles and posts are resolved through OZONE_RESOLVER_URL, which is not set; a post is only known by its URL.';
  return `Ozone only acts on accounts and posts; this target is of type ${type}.`;
}

export interface OzoneLabel {
  ozone: string;
  uri: string;
  val: string;
}

export function computePlatformState(
  id: string,
  labels: readonly OzoneLabel[],
  { countryLabel }: OzoneReach,
): PlatformState {
  const takenDown = labels.filter(({ val }) => val === TAKEDOWN).map(({ ozone }) => ozone);
  const labelled = labels
    .filter(({ ozone }) => ozone === GLOBAL_OZONE)
    .flatMap(({ val }) => countryIn(val, countryLabel) ?? []);
  const countries = new Set([...takenDown.filter((ozone) => ozone !== GLOBAL_OZONE), ...labelled]);
  return { id, countries: [...countries].sort(), everywhere: takenDown.includes(GLOBAL_OZONE) };
}

function countryIn(label: string, template: string | null): string | null {
  const [before, after] = template?.split('{country}') ?? [];
  if (before === undefined || after === undefined) return null;
  const country = label.slice(before.length, label.length - after.length).toUpperCase();
  return /^[A-Z]{2}$/.test(country) && label === buildCountryLabel(template ?? '', country) ? country : null;
}
