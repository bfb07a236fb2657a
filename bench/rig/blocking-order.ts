/** An order as an intake system sends it, without targets. */
export const blockingOrder = (reference = 'F.1(1)/2021', within = 'PT6H') => ({
  kind: 'blocking_order',
  authority: 'in-meity',
  jurisdiction: 'IN',
  regime: 'IN-69A-EMERG',
  reference,
  subject: 'Blocking under section 69A',
  issuedAt: new Date(Date.now() - 60_000).toISOString(),
  orderedDeadline: { within },
});
