import type { PlatformState } from '../platform-messages.js';
import type { LaneAction } from '../../domain/target/platform-action.js';
import { isOutOfReach } from '../enforcement/out-of-reach.js';
import { subjectOf } from './ozone-subject.js';

/** The name of the global Ozone; the others are named by country. */
export const EVERYWHERE = '*';
/** The label that every client and appview honours by hiding the item. */
const TAKEDOWN = '!takedown';
const LEGAL_ORDER = 'legal-order';

export interface Reach {
  countries: readonly string[];
  /**
   * Label of the global Ozone by which clients hide an item in one country, with `{country}` as placeholder; null if
   * not used.
   */
  countryLabel: string | null;
}

export interface Step {
  ozone: string;
  labels: string[] | null;
}

export type Plan = { ok: true; steps: Step[] } | { ok: false; message: string };

export function countryLabelOf(template: string, country: string): string {
  return template.replace('{country}', country.toLowerCase());
}

/** The events an action needs on this network, at most one per Ozone, or why it is impossible. */
export function planOf(
  { action, countries }: { action: LaneAction; countries: readonly string[] },
  reach: Reach,
): Plan {
  if (action === 'withhold') return planWithholding(countries, reach);
  if (countries.length > 0) return objection(`Ozone cannot ${action} in individual countries only.`);
  if (action === 'remove') return { ok: true, steps: [{ ozone: EVERYWHERE, labels: null }] };
  if (action === 'label') return { ok: true, steps: [{ ozone: EVERYWHERE, labels: [LEGAL_ORDER] }] };
  return objection('Ozone keeps no copies. Preserve the item where the account is hosted.');
}

function planWithholding(countries: readonly string[], { countries: own, countryLabel }: Reach): Plan {
  if (countries.length === 0) return objection('A withholding must name its countries.');
  const others = countries.filter((country) => !own.includes(country));
  if (others.length > 0 && countryLabel === null) return objection(`There is no Ozone for ${others.join(', ')}.`);
  const labels = others.map((country) => countryLabelOf(countryLabel ?? '', country));
  const steps = countries.filter((country) => own.includes(country)).map((ozone): Step => ({ ozone, labels: null }));
  return { ok: true, steps: labels.length === 0 ? steps : [...steps, { ozone: EVERYWHERE, labels }] };
}

function objection(message: string): Plan {
  return { ok: false, message };
}

/** Why Ozone can never act on this item; null if it can. */
export function whyOutOfReach({ type, id }: { type: string; id: string }): string | null {
  if (!isOutOfReach(id)) return subjectOf(id) === null ? 'Ozone only knows accounts by DID and records by URI.' : null;
  if (type === 'account' || type === 'post')
    return 'Handles and posts are resolved through OZONE_RESOLVER_URL, which is not set; a post is only known by its URL.';
  return `Ozone only acts on accounts and posts; this target is of type ${type}.`;
}

export interface OzoneLabel {
  ozone: string;
  uri: string;
  val: string;
}

/** Derives the platform state of one item from its labels in force. */
export function stateOf(id: string, labels: readonly OzoneLabel[], { countryLabel }: Reach): PlatformState {
  const takenDown = labels.filter(({ val }) => val === TAKEDOWN).map(({ ozone }) => ozone);
  const labelled = labels
    .filter(({ ozone }) => ozone === EVERYWHERE)
    .flatMap(({ val }) => countryIn(val, countryLabel) ?? []);
  const countries = new Set([...takenDown.filter((ozone) => ozone !== EVERYWHERE), ...labelled]);
  return { id, countries: [...countries].sort(), everywhere: takenDown.includes(EVERYWHERE) };
}

function countryIn(label: string, template: string | null): string | null {
  const [before, after] = template?.split('{country}') ?? [];
  if (before === undefined || after === undefined) return null;
  const country = label.slice(before.length, label.length - after.length).toUpperCase();
  return /^[A-Z]{2}$/.test(country) && label === countryLabelOf(template ?? '', country) ? country : null;
}
