const LANGUAGES = ['en', 'de', 'fr'] as const;
export type PageLanguage = (typeof LANGUAGES)[number];

export interface PageWords {
  title: string;
  intro: string;
  who: string;
  statement: string;
  contact: string;
  contactWhy: string;
  send: string;
  empty: string;
  tooLong: string;
  received: string;
  receivedAs: string;
  next: string;
  already: string;
  noLink: string;
  noLinkWhy: string;
  tooMany: string;
  tooManyWhy: string;
}

export const PAGE_WORDS: Readonly<Record<PageLanguage, PageWords>> = {
  en: {
    title: 'Appeal a decision',
    intro: 'We notified you that we restricted your content. Here you can say why that decision was wrong.',
    who: 'People who took no part in the decision review your appeal. You get the outcome the same way as this link.',
    statement: 'What is wrong with the decision?',
    contact: 'Contact (optional)',
    contactWhy: 'For the person who reviews your appeal. We send no messages to it.',
    send: 'Send appeal',
    empty: 'Say what is wrong with the decision.',
    tooLong: 'Your text is too long. Please shorten it.',
    received: 'We have received your appeal',
    receivedAs: 'Its number is',
    next: 'You do not need to do anything else.',
    already: 'We have already received an appeal through this link and have not decided it yet.',
    noLink: 'This link does not work',
    noLinkWhy:
      'Open it exactly as in the message you received. It stops working when the record of the decision is erased.',
    tooMany: 'Too many attempts',
    tooManyWhy: 'Wait a minute and send it again.',
  },
  de: {
    title: 'Beschwerde einlegen',
    intro:
      'Wir haben Ihnen mitgeteilt, dass wir Ihren Inhalt eingeschränkt haben. Hier können Sie sagen, warum diese Entscheidung falsch war.',
    who: 'Ihre Beschwerde prüfen Personen, die an der Entscheidung nicht beteiligt waren. Das Ergebnis erhalten Sie auf demselben Weg wie diesen Link.',
    statement: 'Was ist an der Entscheidung falsch?',
    contact: 'Kontakt (optional)',
    contactWhy: 'Für die Person, die Ihre Beschwerde prüft. Wir senden keine Nachrichten dorthin.',
    send: 'Beschwerde senden',
    empty: 'Sagen Sie, was an der Entscheidung falsch ist.',
    tooLong: 'Ihr Text ist zu lang. Bitte kürzen Sie ihn.',
    received: 'Wir haben Ihre Beschwerde erhalten',
    receivedAs: 'Ihre Nummer lautet',
    next: 'Sie müssen nichts weiter tun.',
    already: 'Wir haben über diesen Link bereits eine Beschwerde erhalten und noch nicht entschieden.',
    noLink: 'Dieser Link funktioniert nicht',
    noLinkWhy:
      'Öffnen Sie ihn genau so, wie er in der Nachricht steht. Er gilt nicht mehr, wenn die Akte zur Entscheidung gelöscht ist.',
    tooMany: 'Zu viele Versuche',
    tooManyWhy: 'Warten Sie eine Minute und senden Sie noch einmal.',
  },
  fr: {
    title: 'Contester une décision',
    intro:
      'Nous vous avons informé que nous avons restreint votre contenu. Vous pouvez dire ici en quoi cette décision est une erreur.',
    who: "Des personnes n'ayant pas pris part à la décision examinent votre recours. Vous recevez le résultat par la même voie que ce lien.",
    statement: 'En quoi la décision est-elle une erreur ?',
    contact: 'Contact (facultatif)',
    contactWhy: "Pour la personne qui examine votre recours. Nous n'y envoyons aucun message.",
    send: 'Envoyer le recours',
    empty: 'Dites en quoi la décision est une erreur.',
    tooLong: 'Votre texte est trop long. Merci de le raccourcir.',
    received: 'Nous avons reçu votre recours',
    receivedAs: 'Son numéro est',
    next: "Vous n'avez rien d'autre à faire.",
    already: "Nous avons déjà reçu un recours par ce lien et ne l'avons pas encore tranché.",
    noLink: 'Ce lien ne fonctionne pas',
    noLinkWhy:
      "Ouvrez-le exactement tel qu'il figure dans le message reçu. Il ne fonctionne plus quand le dossier est effacé.",
    tooMany: 'Trop de tentatives',
    tooManyWhy: 'Attendez une minute, puis renvoyez.',
  },
};

export function pickPageLanguage(acceptLanguage: string | undefined): PageLanguage {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((code) => LANGUAGES.filter((language) => language === code))[0] ?? 'en';
}
