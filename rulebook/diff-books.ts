import { diffLaw, type RulebookDifference } from './diff.js';
import { changedFacts, changedField, changedSet, diffFields, type FieldChange } from './diff-fields.js';
import type { CompanyFacts } from '../domain/rulebook/applicability.js';
import { formatEventKey } from '../domain/rulebook/law-event.js';
import type { LawProposal } from '../domain/rulebook/proposal.js';
import type { RulebookAuthority, Regime, Rulebook } from './rulebook.js';

type Book = Pick<Rulebook, 'regimes' | 'calendars' | 'authorities' | 'grounds' | 'company' | 'events' | 'clauses'>;

/** Returns all differences of two rulebooks: laws with all versions, calendars, proposals, authorities, grounds, events. */
export function diffBooks(before: Book, after: Book): RulebookDifference[] {
  const law = ({ regimes, calendars }: Book) => ({ regimes: regimes.flatMap(({ versions }) => versions), calendars });
  return [
    ...diffLaw(law(before), law(after)),
    ...named('proposal', [before.regimes, after.regimes], { nameOf: ({ title }) => title, compare: diffProposals }),
    ...named('authority', [before.authorities, after.authorities], {
      nameOf: ({ name }) => name,
      compare: diffAuthority,
    }),
    ...diffCompany(before, after),
    ...named('event', [withKey(before.events), withKey(after.events)], {
      nameOf: ({ what }) => what,
      compare: (one, other) => diffFields('event', one, other, { label: 'event' }),
    }),
    ...named('ground', [withProvisions(before), withProvisions(after)], {
      nameOf: ({ id }) => id,
      compare: (one, other) => diffFields('ground', one, other, { label: one.id }),
    }),
  ];
}

function diffCompany(before: Book, after: Book): RulebookDifference[] {
  const changes = diffFields<CompanyFacts>('company', before.company, after.company, { label: 'company' });
  if (changes.length === 0) return [];
  const title = 'Facts about the company (company.yaml)';
  return [{ what: 'company', id: 'company', title, change: 'changed', before: null, after: null, changes }];
}

function withKey(events: Book['events']) {
  return events.map((event) => ({ ...event, id: formatEventKey(event) }));
}

/** What else letters cite is compared as one more entry. */
function withProvisions({ grounds, clauses: { provisions, ...others } }: Book) {
  const ofGrounds = grounds.map(({ code, title, text }) => ({
    id: code,
    title,
    text,
    provisions: provisions.filter((one) => one.grounds.includes(code)),
  }));
  return [...ofGrounds, { id: 'letters', ...others }];
}

function named<T extends { id: string }>(
  what: 'proposal' | 'authority' | 'ground' | 'event',
  [before, after]: [readonly T[], readonly T[]],
  { nameOf, compare }: { nameOf: (entry: T) => string; compare: (one: T, other: T) => FieldChange[] },
): RulebookDifference[] {
  const was = new Map(before.map((entry) => [entry.id, entry]));
  const is = new Map(after.map((entry) => [entry.id, entry]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const [old, fresh] = [was.get(id), is.get(id)];
    const shown = fresh ?? old;
    if (shown === undefined) return [];
    const changes = old === undefined || fresh === undefined ? [] : compare(old, fresh);
    const both = old !== undefined && fresh !== undefined;
    if (both ? changes.length === 0 : what === 'proposal') return [];
    const change = both ? 'changed' : old === undefined ? 'added' : 'ended';
    return [
      { what, id, title: nameOf(shown), change, before: null, after: null, changes } satisfies RulebookDifference,
    ];
  });
}

function diffProposals(before: Regime, after: Regime): FieldChange[] {
  return [
    ...changedSet('jurisdictions', before.jurisdictions, after.jurisdictions, { label: 'jurisdictions' }),
    ...changedFacts<LawProposal>('proposeFor', before.proposeFor, after.proposeFor, {
      label: 'proposed for',
      key: formatProposal,
      say: formatProposal,
    }),
  ];
}

function formatProposal({ kinds, authorities, authorityKinds, words }: LawProposal): string {
  const issuers =
    authorities?.join(', ') ?? authorityKinds?.map((kind) => `any ${kind}`).join(', ') ?? 'every other issuer';
  const found = words === undefined ? '' : ` with ${words.map((word) => `“${word}”`).join(' or ')}`;
  return `${kinds.join(', ')} of ${issuers}${found}`;
}

function diffAuthority(before: RulebookAuthority, after: RulebookAuthority): FieldChange[] {
  return [
    ...changedField('name', before.name, after.name, { label: 'name' }),
    ...changedField('country', before.country, after.country, { label: 'country' }),
    ...changedField('kind', before.kind, after.kind, { label: 'kind' }),
    ...changedSet('domains', before.domains, after.domains, { label: 'domains' }),
  ];
}
