/** What an intake system sees of its own notice, by name. */
export const RECEIPT_FIELDS = [
  'counts',
  'id',
  'kind',
  'nextDue',
  'number',
  'outcome',
  'receivedAt',
  'reference',
  'regime',
  'stage',
  'version',
  'workflow',
];
