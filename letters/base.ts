import { localTimeIn } from '../domain/clock-arithmetic/index.js';
import type { LetterContext } from '../registry/letter/letters.js';

/** What every letter says. No field takes a person: letters are signed by the service, never by staff. */
export interface LetterBase {
  serviceName: string;
  authorityName: string;
  /** The authority's own reference; may be empty. */
  reference: string;
  /** Ours, `N-2021-000001`. */
  number: string;
  receivedAtMs: number;
  /** The issuer's zone, from the regime. */
  zone: string;
  fields?: { salutation?: string | undefined; remarks?: string | undefined } | undefined;
  /** Sentences on what the paper lacks, from the regime's checklist; letters that refuse or ask name them. */
  missing?: string[] | undefined;
}

/** The base of a letter about a notice. */
export function toBase(context: LetterContext, serviceName: string): LetterBase {
  return {
    serviceName,
    authorityName: context.authority,
    reference: context.reference,
    number: context.number,
    receivedAtMs: context.receivedAt.getTime(),
    zone: context.zone,
    fields: context.letter?.fields,
    missing: context.letter?.missing,
  };
}

/** `2021-02-04 18:00:00.000 UTC`. */
export const utc = (atMs: number) => new Date(atMs).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** What the templates see of the base: plain values under snake_case names. */
export function baseView(base: LetterBase): Record<string, unknown> {
  const { serviceName, authorityName, reference, number, receivedAtMs, zone, fields, missing } = base;
  return {
    service: serviceName,
    authority: authorityName,
    reference,
    number,
    received_utc: utc(receivedAtMs),
    received_local: localTimeIn(zone, receivedAtMs).replace('T', ' '),
    zone,
    salutation: fields?.salutation ?? '',
    remarks: fields?.remarks ?? '',
    missing: missing ?? [],
  };
}
