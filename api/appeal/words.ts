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
    title: 'Ask us to look again',
    intro: 'You were told that we did something to content of yours. Here you can say why that was wrong.',
    who: 'People who had no part in the decision will read it. You are told what comes of it by the way this link came.',
    statement: 'What is wrong with the decision?',
    contact: 'Contact (you need not give one)',
    contactWhy: 'For whoever reads your appeal. We write to nobody at it.',
    send: 'Send',
    empty: 'Say what is wrong with the decision.',
    tooLong: 'Shorten your text, please.',
    received: 'We have received your appeal',
    receivedAs: 'Its number is',
    next: 'You need do nothing more.',
    already: 'An appeal by this link is with us already and has not been decided.',
    noLink: 'This link does not work',
    noLinkWhy:
      'Open it as it stands in the message that you got. It ends when the record of what it was about is erased.',
    tooMany: 'Too many tries',
    tooManyWhy: 'Wait a minute and send it again.',
  },
  de: {
    title: 'Um neue Prüfung bitten',
    intro:
      'Ihnen wurde mitgeteilt, dass wir etwas mit einem Ihrer Inhalte getan haben. Hier können Sie sagen, warum das falsch war.',
    who: 'Es liest, wer an der Entscheidung nicht beteiligt war. Was daraus wird, erfahren Sie auf dem Weg, auf dem dieser Link kam.',
    statement: 'Was ist an der Entscheidung falsch?',
    contact: 'Kontakt (nicht nötig)',
    contactWhy: 'Für die Person, die Ihre Beschwerde liest. Wir schreiben niemandem dorthin.',
    send: 'Absenden',
    empty: 'Sagen Sie, was an der Entscheidung falsch ist.',
    tooLong: 'Bitte kürzen Sie Ihren Text.',
    received: 'Ihre Beschwerde ist angekommen',
    receivedAs: 'Ihre Nummer lautet',
    next: 'Sie müssen nichts weiter tun.',
    already: 'Eine Beschwerde über diesen Link liegt uns schon vor und ist noch nicht entschieden.',
    noLink: 'Dieser Link funktioniert nicht',
    noLinkWhy:
      'Öffnen Sie ihn so, wie er in der Nachricht an Sie steht. Er endet, wenn die Unterlagen dazu gelöscht sind.',
    tooMany: 'Zu viele Versuche',
    tooManyWhy: 'Warten Sie eine Minute und senden Sie noch einmal.',
  },
  fr: {
    title: 'Demander un nouvel examen',
    intro:
      "Vous avez appris que nous avons agi sur l'un de vos contenus. Vous pouvez dire ici en quoi c'était une erreur.",
    who: 'Des personnes étrangères à la décision vous liront. Vous en saurez la suite par la voie par laquelle ce lien est venu.',
    statement: 'En quoi la décision est-elle une erreur ?',
    contact: 'Contact (facultatif)',
    contactWhy: "Pour la personne qui lit votre recours. Nous n'y écrivons à personne.",
    send: 'Envoyer',
    empty: 'Dites en quoi la décision est une erreur.',
    tooLong: "Merci d'abréger votre texte.",
    received: 'Nous avons reçu votre recours',
    receivedAs: 'Son numéro est',
    next: "Vous n'avez rien d'autre à faire.",
    already: "Un recours par ce lien nous est déjà parvenu et n'est pas encore tranché.",
    noLink: 'Ce lien ne fonctionne pas',
    noLinkWhy: "Ouvrez-le tel qu'il figure dans le message reçu. Il cesse de valoir quand le dossier est effacé.",
    tooMany: 'Trop de tentatives',
    tooManyWhy: 'Attendez une minute, puis renvoyez.',
  },
};

export function languageOf(accepted: string | undefined): PageLanguage {
  const wanted = (accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((code) => LANGUAGES.filter((language) => language === code))[0] ?? 'en';
}
