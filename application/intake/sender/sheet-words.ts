import type { SenderPoint } from '../../../domain/notices/sender-points.js';

/** Languages of the call-back sheet: those of the console. */
export const SHEET_LANGUAGES = ['en', 'de', 'fr'] as const;
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];

export interface SheetWords {
  title: string;
  rule: string;
  contacts: string;
  letters: string;
  callback: string;
  noContact: string;
  check: string;
  points: Record<SenderPoint, string>;
  answer: string[];
  outcome: string;
  outcomes: string[];
  by: string;
  after: string;
}

export const SHEET_WORDS: Readonly<Record<SheetLanguage, SheetWords>> = {
  en: {
    title: 'Call-back sheet',
    rule: 'Call a contact listed below. Never use a number or address printed on the document, and reveal nothing about the order until they have identified it themselves.',
    contacts: 'Contacts in the directory as of today',
    letters: 'letters',
    callback: 'call-backs',
    noContact:
      'The directory has no currently valid contact. Ask an admin for one from a source other than the document.',
    check: 'Tick what you have checked',
    points: {
      contact_from_directory: 'The contact was taken from this sheet, not from the document.',
      signer_or_superior: 'The signer or a superior confirmed it.',
      reference_by_them: 'They gave the reference and date without being prompted.',
      targets_compared: 'They gave the number of targets, and the first and the last.',
      law_and_rank: 'Law, rank and country fit the order.',
      domain_compared: 'The email address was compared with the directory letter by letter.',
      letterhead_compared: 'Letterhead, number and stamp were compared with an earlier document.',
    },
    answer: ['Name and rank of the person who answered', 'Number or address used', 'Date and time'],
    outcome: 'Outcome',
    outcomes: ['confirmed', 'denied', 'no answer'],
    by: 'Called by',
    after: 'Record it with "Check the sender", then destroy this sheet.',
  },
  de: {
    title: 'Rückrufbogen',
    rule: 'Rufen Sie einen Kontakt an, der unten steht. Nutzen Sie nie eine Nummer oder Adresse vom Schriftstück, und sagen Sie nichts über die Anordnung, bevor sie dort selbst benannt wurde.',
    contacts: 'Wer anzurufen ist, wie heute im Verzeichnis',
    letters: 'Schreiben',
    callback: 'Rückrufe',
    noContact:
      'Das Verzeichnis hat keinen jetzt gültigen Kontakt. Bitten Sie einen Admin um einen, der nicht vom Schriftstück stammt.',
    check: 'Haken Sie ab, was Sie geprüft haben',
    points: {
      contact_from_directory: 'Der Kontakt stammt von diesem Bogen, nicht vom Schriftstück.',
      signer_or_superior: 'Wer unterschrieben hat oder darüber steht, hat es bestätigt.',
      reference_by_them: 'Zeichen und Datum wurden dort von selbst genannt.',
      targets_compared: 'Dort wurde genannt, wie viele Ziele es sind, sowie das erste und das letzte.',
      law_and_rank: 'Recht, Rang und Land passen zu dem, was verlangt wird.',
      domain_compared: 'Jeder Buchstabe der Mailadresse wurde mit dem Verzeichnis verglichen.',
      letterhead_compared: 'Briefkopf, Nummer und Stempel wurden mit einem früheren Schriftstück verglichen.',
    },
    answer: ['Name und Rang der Person am anderen Ende', 'Genutzte Nummer oder Adresse', 'Datum und Uhrzeit'],
    outcome: 'Was dabei herauskam',
    outcomes: ['bestätigt', 'verneint', 'keine Antwort'],
    by: 'Angerufen von',
    after: 'Halten Sie es mit „Absender prüfen“ fest, und vernichten Sie dann diesen Bogen.',
  },
  fr: {
    title: 'Fiche de rappel',
    rule: "Appelez un contact indiqué ci-dessous. N'utilisez jamais un numéro ou une adresse figurant sur l'acte, et ne dites rien de l'ordre avant que votre interlocuteur ne l'ait nommé lui-même.",
    contacts: 'Qui appeler, selon le répertoire à ce jour',
    letters: 'courriers',
    callback: 'rappels',
    noContact:
      "Le répertoire n'a aucun contact valable maintenant. Demandez à un administrateur un contact trouvé ailleurs que sur l'acte.",
    check: 'Cochez ce que vous avez vérifié',
    points: {
      contact_from_directory: "Le contact vient de cette fiche, non de l'acte.",
      signer_or_superior: 'Le signataire, ou son supérieur, a confirmé.',
      reference_by_them: 'Votre interlocuteur a cité de lui-même la référence et la date.',
      targets_compared: 'Il a cité le nombre de cibles, la première et la dernière.',
      law_and_rank: 'La loi, le rang et le pays correspondent à ce qui est demandé.',
      domain_compared: "Chaque lettre de l'adresse de courriel a été comparée au répertoire.",
      letterhead_compared: "L'en-tête, le numéro et le cachet ont été comparés à un acte antérieur.",
    },
    answer: ["Nom et rang de l'interlocuteur", 'Numéro ou adresse utilisés', 'Date et heure'],
    outcome: 'Résultat',
    outcomes: ['confirmé', 'démenti', 'pas de réponse'],
    by: 'Appelé par',
    after: "Consignez-le par « Vérifier l'expéditeur », puis détruisez cette fiche.",
  },
};
