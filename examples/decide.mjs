// Decides the targets of an order one by one and submits the decisions: node decide.mjs NUMBER
import { createDeskClient, listAll } from '@notice-desk/client';

const { DESK_URL: url, REVIEWER_KEY: key } = process.env;
const desk = createDeskClient({ url, key });
const [, , number] = process.argv;
const [{ id }] = await listAll(desk, '/v1/notices', { q: number });
// One idempotency key an act: a script that is started again acts once.
const act = (command, body, part = '') =>
  desk.post(`/v1/notices/${id}/${command}`, body, `${number}-${command}${part}`);

await act('triage', {});
const targets = await listAll(desk, `/v1/notices/${id}/targets`);
console.log(targets.map(({ no, locator }) => `${no} ${locator}`).join(', '));

// The first is withheld in the country of the order; the second is not, because the order reaches too far there.
const [first, second] = targets.map(({ no }) => ({ targets: [no] }));
await act('decide', { select: first, action: 'withhold', grounds: ['complied_under_protest'] }, '-1');
await act('decide', { select: second, action: 'push_back', grounds: ['overbroad'] }, '-2');

const { body: notice } = await act('submit', { comment: 'The order says nothing against @two.' });
const { number: submission, approverSlots } = notice.submission;
console.log(
  'submission',
  submission,
  'waits for',
  approverSlots.length,
  'approval',
  'and the notice is in',
  notice.stage,
);
