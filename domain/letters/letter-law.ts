import { ANSWER_DUTIES } from '../duties/duty.js';
import { locateProvision } from '../rulebook/citation.js';
import type { RegimeVersion, Sourced } from '../rulebook/regime.js';
import type { GroundCode } from '../targets/ground.js';

/** Offices to which a law directs answers; each language of letters has a word for each. */
export const ANSWER_OFFICES = [
  'authorised_officer',
  'named_officer',
  'requesting_officer',
  'online_safety_commissioner',
] as const;
export type AnswerOffice = (typeof ANSWER_OFFICES)[number];

export function listAnswerDuties({ formalities = {} }: Pick<RegimeVersion, 'formalities'>) {
  return ANSWER_DUTIES.flatMap((name) => {
    const fact = formalities[name];
    return fact === undefined ? [] : [{ name, text: fact.text, place: placeOfFact(fact) }];
  });
}

interface Provision {
  grounds: GroundCode[];
  laws?: string[] | undefined;
  version?: string | undefined;
  countries?: string[] | undefined;
  /** As letters write it: `Article 9(2) of …`, act first. */
  place: string;
}

/** Provisions for letters (`rulebook/clauses.yaml`), each checked against its stored text. */
export interface LawClauses {
  provisions: Provision[];
  prohibitions: { laws: string[]; reciprocal?: true | undefined; place: string }[];
  answers: {
    laws: string[];
    language?: string | undefined;
    office?: AnswerOffice | undefined;
    reply?: true | undefined;
  }[];
}

export const NO_CLAUSES: LawClauses = { provisions: [], prohibitions: [], answers: [] };

/** A point of the checklist that the document lacks; every language has its words by `code`. */
export interface LackingPoint {
  code: string;
  place: string | null;
  void?: true;
}

/** The law of a notice as letters state it, frozen with what people approve. */
export interface LetterLaw {
  title: string;
  inForceFrom: string;
  power?: string;
  office?: AnswerOffice;
  language?: { code: string; place: string | null };
  /** The law's own time for the authority's answer to a question of ours. */
  reply?: { days: number; place: string };
  provisions?: Partial<Record<GroundCode, string>>;
  lacks?: LackingPoint[];
  prohibition?: { place: string; reciprocal: boolean };
}

export function placeOfFact(fact: Pick<Sourced, 'citation' | 'provision'>): string | null {
  return locateProvision(fact)?.pinpoint ?? fact.citation?.pinpoint ?? null;
}

/** Returns the place on which a ground rests: by the version, else the law, else the country; undefined: none is known. */
export function findProvision(
  { provisions }: Pick<LawClauses, 'provisions'>,
  { id, version, jurisdiction }: Pick<RegimeVersion, 'id' | 'version' | 'jurisdiction'>,
  ground: GroundCode,
): string | undefined {
  const fitting = provisions.filter(({ grounds }) => grounds.includes(ground));
  const ofLaw = fitting.filter(({ laws }) => laws?.includes(id));
  const found =
    ofLaw.find((one) => one.version === version) ??
    ofLaw.find((one) => one.version === undefined) ??
    fitting.find(({ countries }) => countries?.includes(jurisdiction));
  return found?.place;
}

export function composeLetterLaw(
  clauses: LawClauses,
  version: RegimeVersion,
  { grounds, lacking }: { grounds: readonly GroundCode[]; lacking: readonly string[] },
): LetterLaw {
  const { title, inForceFrom, whoMayOrder, contents } = version;
  const ofLaw = <T extends { laws: string[] }>(entries: readonly T[]) =>
    entries.filter(({ laws }) => laws.includes(version.id));
  const provisions = Object.fromEntries(
    [...new Set(grounds)].sort().flatMap((ground) => {
      const place = findProvision(clauses, version, ground);
      return place === undefined ? [] : [[ground, place]];
    }),
  );
  const lacks = contents.filter(({ id }) => lacking.includes(id)).map(toLackingPoint);
  const power = whoMayOrder.map(placeOfFact).find((place) => place !== null);
  const [prohibition] = ofLaw(clauses.prohibitions);
  return {
    title,
    inForceFrom,
    ...(power === undefined ? {} : { power }),
    ...answerOf(version, ofLaw(clauses.answers)),
    ...(Object.keys(provisions).length === 0 ? {} : { provisions }),
    ...(lacks.length === 0 ? {} : { lacks }),
    ...(prohibition === undefined
      ? {}
      : { prohibition: { place: prohibition.place, reciprocal: prohibition.reciprocal === true } }),
  };
}

/** Only where the version itself has the fact: an earlier version may have named no language. */
function answerOf({ formalities = {}, clocks }: RegimeVersion, answers: LawClauses['answers']) {
  const { language: inLanguage, addressee } = formalities;
  const code = inLanguage && answers.find(({ language }) => language !== undefined)?.language;
  const office = addressee && answers.find((one) => one.office !== undefined)?.office;
  const reply = answers.some((one) => one.reply === true) ? findReplyTime(clocks) : undefined;
  return {
    ...(reply === undefined ? {} : { reply }),
    ...(office === undefined ? {} : { office }),
    ...(inLanguage === undefined || code === undefined ? {} : { language: { code, place: placeOfFact(inLanguage) } }),
  };
}

function toLackingPoint(content: RegimeVersion['contents'][number]): LackingPoint {
  const point = { code: content.id, place: placeOfFact(content) };
  return content.lack === 'void' ? { ...point, void: true } : point;
}

/** The clock of the authority that runs from its receipt of our question, if it counts days. */
export function findReplyTime(clocks: RegimeVersion['clocks']): LetterLaw['reply'] | undefined {
  for (const { kind, owner, basis, startsOn, counting, ...fact } of clocks) {
    const place = placeOfFact(fact);
    const isReply =
      kind === 'authority' && owner === 'authority' && basis === 'law' && startsOn === 'authority_request';
    if (isReply && counting?.unit === 'calendar_day' && place !== null) return { days: counting.amount, place };
  }
  return undefined;
}
