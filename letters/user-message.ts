import type { Liquid } from 'liquidjs';
import { createStrictLiquid, renderIn } from './strict-liquid.js';
import { APPEAL_WINDOW_MONTHS } from '../domain/appeals/appeal.js';
import type { AppealOutcome } from '../domain/appeals/appeal.js';
import type { RestoreCause } from '../domain/submissions/submission.js';
import type { GroundCode } from '../domain/targets/ground.js';
import type { DecisionAction } from '../domain/targets/decision-action.js';
import { readMessageTexts, type MessageKind, type MessageTexts } from '../rulebook/message-texts.js';
import type { Ground } from '../rulebook/rulebook.js';
import { LetterError } from './letter-error.js';
import { toOneLine } from './one-line.js';

export interface MessageText {
  language: string;
  subject: string;
  text: string;
}

/** Data of a user notice about an act; it never names who decided. */
export interface UserNoticeData {
  service: string;
  authority: string;
  /** Title of the law; empty if company policy stands in for one. */
  law: string;
  action: DecisionAction;
  countries: readonly string[];
  grounds: readonly GroundCode[];
  /** User-facing remedies from the rulebook. */
  remedies: readonly string[];
}

interface Writer {
  liquid: Liquid;
  texts: MessageTexts;
}

let writer: Writer | undefined;

function prepare(): Writer {
  writer ??= {
    texts: readMessageTexts(),
    liquid: createStrictLiquid(),
  };
  return writer;
}

export function messageLanguages(): string[] {
  return [...prepare().texts.keys()];
}

/** Writes the notice of an act in every language with texts; the platform picks the user's language when it is sent. */
export function writeUserNotices(data: UserNoticeData, grounds: readonly Ground[]): MessageText[] {
  return messageLanguages().map((language) =>
    render('user_notice', language, {
      ...data,
      service: toOneLine(data.service),
      authority: toOneLine(data.authority),
      countries: formatCountries(data.countries, language),
      grounds: data.grounds.map((code) => findGroundTitle(grounds, code, language)),
      remedies: [...data.remedies],
      window: monthsIn(language),
    }),
  );
}

export interface WonAppeal {
  number: string;
  reasons: string;
}

/** Writes messages to owners about a restoration, in every language with a text. `appeal`: the appeal they won. */
export function writeRestorations(
  data: Pick<UserNoticeData, 'service' | 'authority' | 'action' | 'countries'> & {
    cause: RestoreCause;
    appeal?: WonAppeal | undefined;
  },
): MessageText[] {
  const { service, authority, action, countries, cause, appeal } = data;
  return messageLanguages().map((language) =>
    render('restoration', language, {
      service: toOneLine(service),
      authority: toOneLine(authority),
      action,
      cause,
      appeal: appeal ?? null,
      countries: formatCountries(countries, language),
    }),
  );
}

export function writeAppealOutcomes(data: {
  number: string;
  outcome: Exclude<AppealOutcome, 'restored'>;
  reasons: string;
}): MessageText[] {
  return messageLanguages().map((language) => render('appeal_outcome', language, { ...data }));
}

function findGroundTitle(grounds: readonly Ground[], code: GroundCode, language: string): string {
  const title = grounds.find((ground) => ground.code === code)?.title;
  return title?.[language] ?? title?.['en'] ?? code;
}

function formatCountries(countries: readonly string[], language: string): string {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return countries.map((country) => names.of(country) ?? country).join(', ');
}

function monthsIn(language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: 'month', unitDisplay: 'long' });
  return format.format(APPEAL_WINDOW_MONTHS);
}

function render(kind: MessageKind, language: string, view: Record<string, unknown>): MessageText {
  const { texts, liquid } = prepare();
  const [first = '', ...lines] = renderIn(liquid, language, texts.get(language)?.[kind] ?? '', view).split('\n');
  if (!first.startsWith('Subject: '))
    throw new LetterError(`The first line of rulebook/messages/${language}/${kind}.liquid must be "Subject: …".`);
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { language, subject: toOneLine(first.slice('Subject: '.length)), text };
}
