/** What a person reads when a rule stops them, where several commands, use cases or routes apply the same rule. */
export const CURES = {
  noNotice: 'There is no such notice.',
  noAppeal: 'There is no such appeal.',
  noMail: 'There is no such mail.',
  noVersion: 'There is no such version.',
  noChange: 'There is no such change. GET /v1/changes lists them.',
  noEdition: 'There is no such edition. GET /v1/rulebook/editions lists them.',
  noPerson: 'There is no such person. GET /v1/people lists all people.',
  noActivePerson: 'There is no such active person. Give a person id or the email address of a staff member.',
  noClock: 'This notice has no such clock.',
  noDocument: 'This notice has no such document.',
  noProposal: 'The notice has no such proposal.',
  noReply: 'The notice has no such reply.',
  noSubmission: 'The notice has no such submission. Submit decisions first.',
  closed: 'The notice is closed. Counsel can reopen it.',
  excluded: 'You are recused or excluded from this notice. Another person must act on it.',
  notClosed: 'Only a closed notice can be reopened.',
  enforcing: 'Enforcement is in progress. Wait until it has finished.',
  inEffect: 'The order is in effect: there is nothing to uphold.',
  requestedAlready: 'You have already requested this. A second person from ops or counsel must request it too.',
  nothingDrafted: 'Nothing is drafted. Decide targets first.',
  requestAgain: 'Refuse the change and have it requested again.',
  nothingMoves: 'No open clock would move: nothing to propose.',
  timePassed: 'The proposed time has passed.',
  laterDeadline:
    'This is later than the deadline on record. Extend the deadline with the document of the authority, or have a second person confirm it.',
  noTranslation: 'The notice has no such translation.',
  ownTranslation: 'You translated this. Another person must compare it with the original.',
  checkedTranslation: 'This translation has been checked already.',
  futureTime: 'Give a time in the future.',
} as const;

export const requireRole = (roles: readonly string[]) => `This requires one of the roles ${roles.join(', ')}.`;
