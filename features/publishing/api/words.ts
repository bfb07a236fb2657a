import type { NoticeKind, Outcome } from '../../../domain/notices/notice.js';
import type { PageLanguage } from '../../../api/appeals/words.js';

type LoggedKind = Extract<
  NoticeKind,
  'blocking_order' | 'removal_order' | 'court_order' | 'correction_direction' | 'request' | 'referral'
>;

export interface StatementWords {
  title: string;
  intro: string;
  none: string;
  feed: string;
  absent: string;
  absentWhy: string;
  all: string;
  figures: string;
  authority: string;
  kind: string;
  law: string;
  lawUnknown: string;
  received: string;
  acknowledged: string;
  outcome: string;
  items: string;
  withheld: string;
  removed: string;
  labelled: string;
  restored: string;
  published: string;
  version: string;
  earlier: string;
  inCountries: string;
  kinds: Readonly<Record<LoggedKind, string>>;
  outcomes: Readonly<Record<Outcome, string>>;
}

export const STATEMENT_WORDS: Readonly<Record<PageLanguage, StatementWords>> = {
  en: {
    title: 'Government notices: public statements',
    intro: 'What authorities asked us to do, and what we did. What we must keep secret is not included.',
    none: 'No public statements yet.',
    feed: 'Subscribe to the feed',
    absent: 'Statement not found',
    absentWhy: 'Nothing is published at this address.',
    all: 'All statements',
    figures: 'Figures as of the day of writing',
    authority: 'Authority',
    kind: 'Kind',
    law: 'Law',
    lawUnknown: 'unknown',
    received: 'Received',
    acknowledged: 'Receipt acknowledged',
    outcome: 'Outcome',
    items: 'Items named',
    withheld: 'Withheld by country',
    removed: 'Removed',
    labelled: 'Labelled',
    restored: 'Restored since',
    published: 'Published',
    version: 'Version',
    earlier: 'Earlier versions',
    inCountries: 'in',
    kinds: {
      blocking_order: 'Blocking order',
      removal_order: 'Removal order',
      court_order: 'Court order',
      correction_direction: 'Correction direction',
      request: 'Request',
      referral: 'Referral',
    },
    outcomes: {
      complied: 'Complied with',
      partly_complied: 'Partly complied with',
      restored: 'Restored',
      refused: 'Refused',
      unable: 'Could not be complied with',
      void: 'Void',
      withdrawn: 'Withdrawn by the authority',
    },
  },
  de: {
    title: 'Behördliche Mitteilungen: öffentliche Erklärungen',
    intro:
      'Was Behörden von uns verlangt haben und was wir getan haben. Was wir geheim halten müssen, steht hier nicht.',
    none: 'Noch keine öffentlichen Erklärungen.',
    feed: 'Feed abonnieren',
    absent: 'Erklärung nicht gefunden',
    absentWhy: 'Unter dieser Adresse ist nichts veröffentlicht.',
    all: 'Alle Erklärungen',
    figures: 'Zahlen, Stand am Tag der Abfassung',
    authority: 'Behörde',
    kind: 'Art',
    law: 'Gesetz',
    lawUnknown: 'unbekannt',
    received: 'Eingegangen',
    acknowledged: 'Eingang bestätigt',
    outcome: 'Ergebnis',
    items: 'Genannte Inhalte',
    withheld: 'Nach Ländern zurückgehalten',
    removed: 'Entfernt',
    labelled: 'Gekennzeichnet',
    restored: 'Seither wiederhergestellt',
    published: 'Veröffentlicht',
    version: 'Fassung',
    earlier: 'Frühere Fassungen',
    inCountries: 'in',
    kinds: {
      blocking_order: 'Sperranordnung',
      removal_order: 'Entfernungsanordnung',
      court_order: 'Gerichtliche Anordnung',
      correction_direction: 'Anordnung zur Richtigstellung',
      request: 'Ersuchen',
      referral: 'Meldung',
    },
    outcomes: {
      complied: 'Befolgt',
      partly_complied: 'Teilweise befolgt',
      restored: 'Wiederhergestellt',
      refused: 'Abgelehnt',
      unable: 'Nicht möglich',
      void: 'Nichtig',
      withdrawn: 'Von der Behörde zurückgezogen',
    },
  },
  fr: {
    title: 'Notifications des autorités : déclarations publiques',
    intro:
      'Ce que des autorités nous ont demandé et ce que nous avons fait. Ce que nous devons tenir secret n’y est pas.',
    none: 'Aucune déclaration publique pour l’instant.',
    feed: 'S’abonner au flux',
    absent: 'Déclaration introuvable',
    absentWhy: 'Rien n’est publié à cette adresse.',
    all: 'Toutes les déclarations',
    figures: 'Chiffres au jour de la rédaction',
    authority: 'Autorité',
    kind: 'Type',
    law: 'Loi',
    lawUnknown: 'inconnue',
    received: 'Reçue',
    acknowledged: 'Réception confirmée',
    outcome: 'Issue',
    items: 'Éléments nommés',
    withheld: 'Masqués par pays',
    removed: 'Retirés',
    labelled: 'Étiquetés',
    restored: 'Rétablis depuis',
    published: 'Publiée',
    version: 'Version',
    earlier: 'Versions antérieures',
    inCountries: 'en',
    kinds: {
      blocking_order: 'Injonction de blocage',
      removal_order: 'Injonction de retrait',
      court_order: 'Décision de justice',
      correction_direction: 'Injonction de rectification',
      request: 'Demande',
      referral: 'Signalement',
    },
    outcomes: {
      complied: 'Exécutée',
      partly_complied: 'Exécutée en partie',
      restored: 'Rétabli',
      refused: 'Refusée',
      unable: 'Inexécutable',
      void: 'Nulle',
      withdrawn: 'Retirée par l’autorité',
    },
  },
};
