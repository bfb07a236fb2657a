import { getKeys } from '../../../domain/record-keys.js';

/**
 * Patterns of personal data in running text. Names are detected only after a form of address or a word of kinship; the
 * approver of a redaction reads for the rest.
 */
const PATTERNS = {
  mail: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
  handle: /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_.]*[\p{L}\p{N}_]/gu,
  // In international form, or after a word that announces one: other digit sequences are dates, sections and
  // references.
  phone: /\+\d[\d ()./-]{6,}\d|(?<=\b(?:tel|phone|mobile|cell|fax|mob)\b\.?[^\p{L}\d]{0,4})\d[\d ()./-]{4,}\d/giu,
  // IBAN, Indian PAN and Aadhaar, US social security, and any other long number that is no part of an address.
  number:
    /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b|\b[A-Z]{5}\d{4}[A-Z]\b|(?<![\p{L}\p{N}/=_-])(?:\d{4}[ -]\d{4}[ -]\d{4}|\d{3}-\d{2}-\d{4}|\d{9,18})(?![\p{L}\p{N}_-])/gu,
  name: /(?<=\b(?:Mr|Mrs|Ms|Miss|Dr|Shri|Sri|Smt|Kumari|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señor|Señora|Sayın|[SDWsdw]\/[Oo])\.?\s+)(?:\p{Lu}\.|\p{Lu}(?:[\p{L}'’.-]*[\p{L}'’])?)(?:\s+(?:\p{Lu}\.|\p{Lu}(?:[\p{L}'’.-]*[\p{L}'’])?)){0,3}/gu,
} as const;

export const REDACTION_KINDS = getKeys(PATTERNS);
export type RedactionKind = (typeof REDACTION_KINDS)[number];

export interface Redaction {
  kind: RedactionKind;
  text: string;
}

export function redact(text: string): { text: string; redactions: Redaction[] } {
  const redactions: Redaction[] = [];
  const left = REDACTION_KINDS.reduce(
    (rest, kind) =>
      rest.replace(PATTERNS[kind], (found) => {
        redactions.push({ kind, text: found });
        return `[redacted ${kind}]`;
      }),
    text,
  );
  return { text: left, redactions };
}
