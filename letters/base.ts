import type { LetterEffect } from '../domain/commands/effect.js';
import { isAbsentFrom, type LetterSender } from '../domain/letters/letter-sender.js';
import type { LackingPoint, LetterLaw } from '../domain/letters/letter-law.js';
import { REPLY_DAYS } from '../domain/open-clocks/index.js';
import type { Addressee, LetterContext, OrderFacts } from '../registry/letters/letter-context.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import { dateWords } from './date-words.js';
import { addresseeLines, orderView } from './order-block.js';

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
  law?: LetterLaw | undefined;
  order?: OrderFacts | undefined;
  addressee?: Addressee | undefined;
  /** Country of the document, if the company is known to have no presence there. */
  absentFrom?: string | undefined;
  fields?: { salutation?: string | undefined; remarks?: string | undefined } | undefined;
  /** Outward annotations that no letter has quoted yet. */
  annotations?: readonly string[] | undefined;
  /** What the order lacks, in the checklist's English; letters that refuse or ask quote it. */
  missing?: string[] | undefined;
}

export function toBase(
  context: LetterContext,
  { sender, nowMs, effect }: { sender: LetterSender; nowMs: number; effect: Pick<LetterEffect, 'dialogue'> },
): LetterBase {
  return {
    sender,
    authorityName: context.authority,
    reference: context.reference,
    number: context.number,
    receivedAtMs: context.receivedAt.getTime(),
    writtenAtMs: nowMs,
    zone: context.zone,
    law: context.letter?.law ?? effect.dialogue?.law,
    fields: context.letter?.fields,
    missing: context.letter?.missing,
    order: context.order,
    addressee: context.addressee,
    absentFrom: isAbsentFrom(sender, context.jurisdiction) ? context.jurisdiction : undefined,
  };
}

function formatDay(texts: Pick<LetterTexts, 'language'>, isoDate: string): string {
  return dateWords(texts, 'UTC').day(Date.parse(`${isoDate}T00:00:00Z`));
}

export function baseView(base: LetterBase, texts: LetterTexts): Record<string, unknown> {
  const { sender, authorityName, reference, number, receivedAtMs, writtenAtMs, zone, law, fields } = base;
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
    addressee: addresseeLines(base.addressee),
    attention: law?.office === undefined ? '' : texts.words.offices[law.office],
    ...orderView(base.order, texts, dates),
    law: law?.title ?? '',
    law_power: law?.power ?? '',
    law_since: law === undefined ? '' : formatDay(texts, law.inForceFrom),
    salutation: fields?.salutation ?? '',
    missing: missingView(base, texts),
    answer: answerByUs(base, texts),
    answer_to_question: answerToQuestion(base, texts),
  };
}

/** The points that a document lacks, in the letter's language where the law's code has words there, with their places. */
function missingView({ missing = [], law }: LetterBase, { words }: LetterTexts): string[] {
  return missing.map((sentence, index) => {
    const point: LackingPoint | undefined = law?.lacks?.[index];
    if (point === undefined) return sentence;
    const own = words.contents[point.code];
    const placed = point.place === null ? (own ?? sentence) : `${own ?? sentence} (${point.place})`;
    // The law's own sentence says itself what follows.
    return point.void === true && own !== undefined ? `${placed} ${words.voidWithout}` : placed;
  });
}

const DAY_MS = 86_400_000;

function answerByUs({ writtenAtMs, zone }: LetterBase, texts: LetterTexts): string {
  const day = dateWords(texts, zone).day(writtenAtMs + REPLY_DAYS * DAY_MS);
  return texts.words.answerByUs.replace('TIME', day);
}

/** A law counts the authority's time to answer a question, not to answer a refusal. */
function answerToQuestion(base: LetterBase, texts: LetterTexts): string {
  const { reply } = base.law ?? {};
  if (reply === undefined) return answerByUs(base, texts);
  return texts.words.answerByLaw.replace('TIME', String(reply.days)).replace('PLACE', reply.place);
}

export function reservationOf({ absentFrom }: LetterBase, { language, words }: LetterTexts): string {
  if (absentFrom === undefined) return words.reservation;
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(absentFrom) ?? absentFrom;
  return `${words.reservation} ${words.noPresence.replace('COUNTRY', country)}`;
}
