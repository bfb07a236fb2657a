/** What some processes cannot do without and others do not need. */
export type RequiredName =
  | 'SMTP_URL'
  | 'PLATFORM_URL'
  | 'PLATFORM_TOKEN'
  | 'PLATFORM_WEBHOOK_SECRET'
  | 'OZONE_URL'
  | 'OZONE_IDENTIFIER'
  | 'OZONE_PASSWORD'
  | 'SYNAPSE_URL'
  | 'SYNAPSE_TOKEN'
  | 'APPROVAL_SIGNING_KEY'
  | 'AUDIT_SIGNING_KEY'
  | 'RECEIPT_SIGNING_KEY'
  | 'DESK_PUBLIC_URL'
  | 'APPROVAL_PUBLIC_KEYS';
