import { localTimeIn } from '../domain/clock-arithmetic/index.js';
import type { LetterSender } from '../domain/letter/letter-sender.js';
import type { LetterContext } from '../registry/letter/letters.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';

/** What every letter says. No field takes a person: letters are signed by an office, never by staff. */
export interface LetterBase {
  sender: LetterSender;
  authorityName: string;
  /** The authority's own reference; may be empty. */
  reference: string;
  /** Ours, `N-2021-000001`. */
  number: string;
  receivedAtMs: number;
  /** When the letter is written. */
  writtenAtMs: number;
  /** The issuer's zone, from the regime. */
  zone: string;
  /** The law that the notice counts under; none is cited where the house's own rules stand in for it. */
  law?: { title: string; inForceFrom: string } | undefined;
  fields?: { salutation?: string | undefined; remarks?: string | undefined } | undefined;
  /** Outward annotations that no letter has quoted yet. */
  annotations?: readonly string[] | undefined;
  /** Sentences on what the paper lacks, from the regime's checklist; letters that refuse or ask name them. */
  missing?: string[] | undefined;
}

/** The base of a letter about a notice, written at an instant. */
export function toBase(context: LetterContext, { sender, nowMs }: { sender: LetterSender; nowMs: number }): LetterBase {
  return {
    sender,
    authorityName: context.authority,
    reference: context.reference,
    number: context.number,
    receivedAtMs: context.receivedAt.getTime(),
    writtenAtMs: nowMs,
    zone: context.zone,
    law: context.letter?.law,
    fields: context.letter?.fields,
    missing: context.letter?.missing,
  };
}

/** Dates as people of the language write them. */
export interface DateWords {
  /** `31 January 2021`. */
  day(atMs: number): string;
  /** `31 January 2021, 18:15`. */
  local(atMs: number): string;
  /** `31 January 2021, 18:15 (UTC+05:30; 2021-01-31 12:45 UTC)`. */
  full(atMs: number): string;
}

/** English letters write dates as the British do: a number of the month is then taken for no day. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB' };

/** The first day of a month, where the language counts it and only counts the others. */
const FIRST_DAYS: Readonly<Record<string, string>> = { fr: '1er', pt: '1º' };

/** How a letter in a language writes instants of the issuer's zone. */
export function dateWords({ language }: Pick<LetterTexts, 'language'>, zone: string): DateWords {
  const locale = LOCALES[language] ?? language;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone });
  const times = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  const day = (atMs: number) => days.format(atMs).replace(/^1(?= )/, FIRST_DAYS[language] ?? '1');
  const local = (atMs: number) => `${day(atMs)}, ${times.format(atMs)}`;
  return {
    day,
    local,
    full(atMs) {
      const offset = /[+-]\d\d:\d\d$/.exec(localTimeIn(zone, atMs))?.[0] ?? '+00:00';
      if (offset === '+00:00') return `${local(atMs)} (UTC)`;
      return `${local(atMs)} (UTC${offset}; ${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
    },
  };
}

/** An ISO date as people of the language write it. */
function dayOf(texts: Pick<LetterTexts, 'language'>, isoDate: string): string {
  return dateWords(texts, 'UTC').day(Date.parse(`${isoDate}T00:00:00Z`));
}

/** What the templates see of the base: plain values under snake_case names. */
export function baseView(base: LetterBase, texts: LetterTexts): Record<string, unknown> {
  const { sender, authorityName, reference, number, receivedAtMs, writtenAtMs, zone, law, fields, missing } = base;
  const dates = dateWords(texts, zone);
  return {
    service: sender.service,
    company: sender.company ?? '',
    sender: [
      sender.company ?? sender.service,
      ...sender.address,
      ...(sender.capacity === null ? [] : [sender.capacity]),
    ],
    signatory: sender.signatory ?? '',
    reply_to: sender.replyTo ?? '',
    authority: authorityName,
    reference,
    number,
    today: dates.day(writtenAtMs),
    received: dates.full(receivedAtMs),
    zone,
    law: law?.title ?? '',
    law_since: law === undefined ? '' : dayOf(texts, law.inForceFrom),
    salutation: fields?.salutation ?? '',
    missing: missing ?? [],
  };
}
