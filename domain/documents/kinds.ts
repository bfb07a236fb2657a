import type { NoticeKind } from '../notices/notice.js';

/** Words that name a kind of document, the more particular first: a reminder of a blocking order is a reminder. */
const NAMES: readonly [NoticeKind, RegExp][] = [
  ['show_cause', /show[- ]cause/iu],
  ['non_compliance_notice', /non[- ]compliance|nichtbefolgung|non[- ]conformité/iu],
  ['reminder', /(?<!\p{L})(?:reminder|erinnerung|rappel)(?!\p{L})/iu],
  ['revocation', /(?<!\p{L})(?:revo(?:cation|ke[ds]?)|withdrawal of|widerruf|aufhebung|révocation)(?!\p{L})/iu],
  ['amendment', /(?<!\p{L})(?:amendment|corrigendum|änderungsbescheid|rectificatif)(?!\p{L})/iu],
  ['preservation_order', /preserv(?:ation|e) (?:order|request|of)|sicherungsanordnung|ordonnance de conservation/iu],
  [
    'information_order',
    /(?:order|request) (?:to (?:provide|disclose|produce)|for) (?:information|data|records)|production order|auskunfts(?:anordnung|ersuchen)|réquisition/iu,
  ],
  [
    'court_order',
    /(?<!\p{L})(?:in the (?:\p{L}+ )?court|court order|injunction|gerichtsbeschluss|ordonnance (?:du|de) (?:tribunal|juge)|référé)(?!\p{L})/iu,
  ],
  ['correction_direction', /correction (?:direction|order)|gegendarstellung/iu],
  ['blocking_order', /(?<!\p{L})(?:block(?:ing)?|sperr\p{L}*|blocage)(?!\p{L})[^.\n]{0,60}/iu],
  [
    'removal_order',
    /(?<!\p{L})(?:remov(?:al|e)|take[- ]?down|lösch\p{L}*|entfern\p{L}*|retrait|suppression)(?!\p{L})/iu,
  ],
];
const ORDERING =
  /(?<!\p{L})(?:order(?:ed|s)?|direct(?:ion|ed|s)|directive|angeordnet|injonction|ordonn\p{L}*)(?!\p{L})|anordnung(?!\p{L})/iu;
const NEED_AN_ORDER: readonly NoticeKind[] = ['blocking_order', 'removal_order'];

/** Proposes the kind that a text names, the subject before the text; null: it names none. */
export function proposeKind({ subject, text }: { subject: string; text: string }): NoticeKind | null {
  const whole = `${subject}\n${text}`;
  for (const searched of [subject, text])
    for (const [kind, name] of NAMES)
      if (name.test(searched) && (!NEED_AN_ORDER.includes(kind) || ORDERING.test(whole))) return kind;
  return null;
}
