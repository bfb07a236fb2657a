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
