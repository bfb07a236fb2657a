// Words that the product does not use, because readers know another word for the thing. Quoted laws and letters are exempt.

/** `where`: 'all' means comments, docs and the English of the console; 'comments' excludes the last two. */
export const RULED_OUT = [
  { word: /\byes(es)?\b/i, where: 'comments', use: 'approval', why: 'GitHub and every approval tool say so' },
  {
    word: /\byeses\b|\b(a|your|the last|first|second) yes\b/i,
    where: 'all',
    use: 'approval',
    why: 'the same on screens',
  },
  { word: /\btold\b/i, where: 'all', use: 'notified, logged or reported', why: 'it named four different things' },
  { word: /\banew\b/i, where: 'all', use: 'again; re-read, recompute, retry', why: 'archaic' },
  { word: /\bwhoever\b/i, where: 'all', use: 'the person or role that is meant', why: 'it hides who acts' },
  { word: /\bof before\b/i, where: 'all', use: 'previous', why: 'not English' },
  { word: /\bpapers?\b/i, where: 'all', use: 'document, order or notice', why: 'it named documents of every kind' },
  { word: /\blanes?\b/i, where: 'all', use: 'action (of a decision)', why: 'Ozone and the DSA say action' },
  { word: /\bladders?\b/i, where: 'all', use: 'escalation', why: 'PagerDuty says escalation policy and step' },
  {
    word: /\bthe house\b|\bhouse (rule|number|clock|plan)/i,
    where: 'all',
    use: 'company policy',
    why: 'legal teams say policy',
  },
  {
    word: /\bvouch(ed|es|ing)?\b/i,
    where: 'all',
    use: 'provenance, verified',
    why: 'the word for where a record comes from',
  },
  { word: /\bbroken glass\b/i, where: 'all', use: 'break-glass access', why: 'the term of access control' },
];
