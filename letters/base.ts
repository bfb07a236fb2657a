import { localTimeIn } from '../domain/clock-arithmetic/index.js';
import type { LetterSender } from '../domain/letters/letter-sender.js';
import type { LetterContext } from '../registry/letters/letters.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';

/** Content common to all letters. No field takes a person: letters are signed by an office, never by staff. */
export interface LetterBase {
  sender: LetterSender;
  authorityName: string;
  reference: string;
  number: string;
  receivedAtMs: number;
  writtenAtMs: number;
  /** The issuer's time zone, from the regime. */
  zone: string;
  /** The law that governs the notice; undefined if company policy stands in for one, and no law is then cited. */
  law?: { title: string; inForceFrom: string } | undefined;
  fields?: { salutation?: string | undefined; remarks?: string | undefined } | undefined;
  /** Outward annotations that no letter has quoted yet. */
  annotations?: readonly string[] | undefined;
  /** Sentences on what the order lacks, from the regime's checklist; letters that refuse or ask quote them. */
  missing?: string[] | undefined;
}

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

export interface DateWords {
  day(atMs: number): string;
  local(atMs: number): string;
  /** `31 January 2021, 18:15 (UTC+05:30; 2021-01-31 12:45 UTC)`. */
  full(atMs: number): string;
}

const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB' };

const FIRST_DAYS: Readonly<Record<string, string>> = { fr: '1er', pt: '1º' };

/** Returns formatters that write instants in a language and in the issuer's zone. */
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

function formatDay(texts: Pick<LetterTexts, 'language'>, isoDate: string): string {
  return dateWords(texts, 'UTC').day(Date.parse(`${isoDate}T00:00:00Z`));
}

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
    law_since: law === undefined ? '' : formatDay(texts, law.inForceFrom),
    salutation: fields?.salutation ?? '',
    missing: missing ?? [],
  };
}
