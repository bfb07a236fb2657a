import type { DraftFact, ReadFact, FactPath } from './fact.js';
import type { Fields } from '../draft.js';
import { SECRECY_LEVELS } from '../../../domain/notices/notice.js';
import { findOneOf } from '../../../domain/is-one-of.js';

/** `unchecked`: filled in by the fact and not confirmed; `beside`: differs from what a person entered. */
export type FactStatus = 'unchecked' | 'confirmed' | 'beside';

/** The three kinds of deadline are one question of the form. */
const getQuestion = (path: FactPath) => path.split('/')[1] ?? '';

const UNITS: Record<string, string> = { D: 'd', H: 'h', M: 'min' };

/** Returns the value as the form shows it: a duration in words instead of ISO 8601. */
export function formText({ path, value }: Pick<ReadFact, 'path' | 'value'>): string {
  if (path !== '/orderedDeadline/within') return value;
  const [, amount = '', unit = ''] = /^PT?(\d+)([DHM])$/.exec(value) ?? [];
  return UNITS[unit] === undefined ? value : `${amount} ${UNITS[unit]}`;
}

/** Facts that one field of the form holds as it is. */
const PLAIN = {
  '/reference': 'reference',
  '/subject': 'subject',
  '/jurisdiction': 'jurisdiction',
  '/regime': 'regime',
  '/issuedAt': 'issuedAt',
} as const;

function present(fields: Fields, path: FactPath): string {
  switch (path) {
    case '/authority':
      return fields.issuer === 'known' ? fields.authority.trim() : fields.name.trim();
    case '/secrecy/level':
      return fields.secrecy === 'open' ? '' : fields.secrecy;
    case '/orderedDeadline/within':
      return fields.deadline === 'within' ? fields.deadlineText : '';
    case '/orderedDeadline/at':
      return fields.deadline === 'at' ? fields.deadlineText : '';
    case '/orderedDeadline/immediately':
      return fields.deadline === 'immediately' ? 'true' : '';
    default:
      return fields[PLAIN[path]];
  }
}

function isFree(fields: Fields, path: FactPath): boolean {
  return getQuestion(path) === 'orderedDeadline' ? fields.deadline === 'none' : present(fields, path).trim() === '';
}

/** Returns the form change that applies a fact. */
export function filledBy(fact: Pick<ReadFact, 'path' | 'value'>): Partial<Fields> {
  const text = formText(fact);
  switch (fact.path) {
    case '/authority':
      return { issuer: 'known', authority: text };
    case '/secrecy/level': {
      const secrecy = findOneOf(SECRECY_LEVELS, text);
      return secrecy === undefined ? {} : { secrecy };
    }
    case '/orderedDeadline/within':
      return { deadline: 'within', deadlineText: text };
    case '/orderedDeadline/at':
      return { deadline: 'at', deadlineText: text };
    case '/orderedDeadline/immediately':
      return { deadline: 'immediately', deadlineText: '' };
    default:
      return { [PLAIN[fact.path]]: text };
  }
}

/** Returns the form change that removes a fact. */
export function buildEmptied({ path }: Pick<ReadFact, 'path'>): Partial<Fields> {
  if (path === '/secrecy/level') return { secrecy: 'open' };
  return getQuestion(path) === 'orderedDeadline'
    ? { deadline: 'none', deadlineText: '' }
    : filledBy({ path, value: '' });
}

/** Returns how a fact relates to its field. Choosing one of its readings counts as confirmation. */
export function computeFactStatus(fact: DraftFact, fields: Fields): FactStatus {
  const now = present(fields, fact.path).trim();
  if (now === formText(fact)) return fact.confirmed ? 'confirmed' : 'unchecked';
  return [fact.value, ...fact.choices].some((way) => now !== '' && now.startsWith(way)) ? 'confirmed' : 'beside';
}

/** Returns facts in the form that are unconfirmed and block filing. */
export function listUnchecked({ fields, document }: { fields: Fields; document: readonly DraftFact[] }): DraftFact[] {
  return document.filter((fact) => computeFactStatus(fact, fields) === 'unchecked');
}

/**
 * Applies the facts of a document: fills an unanswered question if there is exactly one answer; never overwrites what a
 * person entered.
 */
export function readDocument<Of extends { fields: Fields; document: readonly DraftFact[] }>(
  draft: Of,
  { facts, file, inSheets }: { facts: readonly ReadFact[]; file: string; inSheets: boolean },
): Of {
  const isNew = ({ path, value }: ReadFact) =>
    !draft.document.some((known) => known.path === path && known.value === value);
  const added = facts.filter(isNew).map((fact) => ({ ...fact, file, inSheets, confirmed: false }));
  let fields = draft.fields;
  for (const fact of added) {
    const answers = added.filter(({ path }) => getQuestion(path) === getQuestion(fact.path));
    if (answers.length === 1 && isFree(draft.fields, fact.path)) fields = { ...fields, ...filledBy(fact) };
  }
  // A field with the same value before the document was read was typed by a person.
  const typed = ({ path, value }: ReadFact) => present(draft.fields, path).trim() === formText({ path, value });
  return {
    ...draft,
    fields,
    document: [...draft.document, ...added.map((fact) => ({ ...fact, confirmed: typed(fact) }))],
  };
}

/** Removing a document removes its unconfirmed facts from the form; confirmed ones stay. */
export function withoutDocument<Of extends { fields: Fields; document: readonly DraftFact[] }>(
  draft: Of,
  file: string,
): Of {
  const unchecked = listUnchecked(draft).filter((fact) => fact.file === file);
  const fields = unchecked.reduce<Fields>((before, fact) => ({ ...before, ...buildEmptied(fact) }), draft.fields);
  const isLeft = (fact: DraftFact) => fact.file !== file || computeFactStatus(fact, draft.fields) === 'confirmed';
  return { ...draft, fields, document: draft.document.filter(isLeft) };
}

export function confirmed(facts: readonly DraftFact[], checked: readonly DraftFact[]): DraftFact[] {
  return facts.map((fact) => (checked.includes(fact) ? { ...fact, confirmed: true } : fact));
}
