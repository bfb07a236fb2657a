import { getKeys } from '../domain/record-keys.js';
import type { ClockRule, RegimeVersion, Sourced } from '../domain/rulebook/regime.js';
import { CONTENT_FORMAT, type Regime, type Rulebook, type RulebookContent } from './rulebook.js';

export type LawInBook = Pick<Rulebook, 'regimes' | 'calendars'>;

/** The law alone: without the company's own times and facts, the proposals of intake, and names of people. */
export function toPublicContent({ regimes, calendars }: LawInBook): RulebookContent {
  return {
    format: CONTENT_FORMAT,
    regimes: regimes.map(toPublicRegime).filter(({ versions }) => versions.length > 0),
    calendars: [...calendars],
    authorities: [],
    grounds: [],
  };
}

function toPublicRegime(regime: Regime): Regime {
  const versions = regime.versions.filter(({ inForce }) => inForce.confidence !== 'policy').map(toPublicVersion);
  return { ...regime, proposeFor: [], versions };
}

function toPublicVersion(version: RegimeVersion): RegimeVersion {
  const { formalities, statusUpdates, thresholds } = version;
  return {
    ...version,
    immediatelySeconds: 0,
    inForce: withoutPeople(version.inForce),
    whoMayOrder: version.whoMayOrder.map(withoutPeople),
    contents: version.contents.map(withoutPeople),
    deemedService: version.deemedService && withoutPeople(version.deemedService),
    clocks: version.clocks.filter(({ basis }) => basis === 'law').map(toPublicClock),
    secrecy: version.secrecy && withoutPeople(version.secrecy),
    userNotice: version.userNotice && withoutPeople(version.userNotice),
    remedies: version.remedies.map(withoutPeople),
    penalties: version.penalties.map(withoutPeople),
    grounds: version.grounds.map(withoutPeople),
    ...(formalities === undefined ? {} : { formalities: toPublicFormalities(formalities) }),
    ...(statusUpdates === undefined ? {} : { statusUpdates: withoutPeople(statusUpdates) }),
    ...(thresholds === undefined ? {} : { thresholds: thresholds.map(withoutPeople) }),
  };
}

type Formalities = NonNullable<RegimeVersion['formalities']>;

function toPublicFormalities(formalities: Formalities): Formalities {
  const shown: Formalities = {};
  for (const name of getKeys(formalities)) {
    const fact = formalities[name];
    if (fact !== undefined) shown[name] = withoutPeople(fact);
  }
  return shown;
}

function toPublicClock(rule: ClockRule): ClockRule {
  return { ...withoutPeople(rule), escalation: [], escalationTime: 'any' };
}

function withoutPeople<T extends Sourced>(fact: T): T {
  const { citation } = fact;
  return { ...fact, reviewer: null, ...(citation === undefined ? {} : { citation: { ...citation, by: null } }) };
}
