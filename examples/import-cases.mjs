// Imports cases of another system as records, which two people agree on: nothing is enforced, sent or counted.
import { createDeskClient, listAll, ProblemError } from '@notice-desk/client';

const { DESK_URL: url, ADMIN_KEY, COUNSEL_KEY } = process.env;
const [admin, counsel] = [ADMIN_KEY, COUNSEL_KEY].map((key) => createDeskClient({ url, key }));
const toCase = (externalId, times, status) => ({
  source: 'Old tracker',
  externalId,
  kind: 'blocking_order',
  authority: { name: 'Ministry of Electronics', country: 'IN' },
  jurisdiction: 'IN',
  law: 'IN-69A-NORMAL',
  ...times,
  targets: [{ type: 'account', locator: `@${externalId}`, action: status && 'withhold', status }],
});
const closed = { receivedAt: '2021-02-01T09:00:00+05:30', closedAt: '2021-02-04T18:00:00+05:30', outcome: 'complied' };
const cases = [toCase('T-1', closed, 'applied'), toCase('T-2', { receivedAt: '2021-02-05T09:00:00+05:30' })];

// The whole file is checked first; one wrong case and none is imported.
const wrong = [...cases, toCase('T-3', { receivedAt: '2100-01-01T00:00:00Z' })];
const preview = await admin.post('/v1/imports/preview', { name: 'wrong', cases: wrong }, 'example-preview');
console.log(preview.body.problems);

const { body: change } = await admin.post('/v1/imports', { name: 'tracker.csv', cases }, 'example-import');
const confirm = (desk, key) => desk.post(`/v1/changes/${change.change}/confirm`, {}, key);
const own = await confirm(admin, 'example-own').catch((error) => error);
console.log('its author:', own instanceof ProblemError && own.status);
await confirm(counsel, 'example-confirm');

for (const one of await listAll(counsel, '/v1/imported-cases'))
  console.log(one.externalId, 'received', one.receivedAt, one.closedAt === null ? 'open' : 'closed', one.outcome);
