// Files an order and prints what the desk answers: its number, and by when it has to act.
import { createDeskClient, ProblemError, sendNotice } from '@notice-desk/client';

const { DESK_URL: url, INTAKE_KEY: key } = process.env;
const desk = createDeskClient({ url, key });
const order = {
  kind: 'blocking_order',
  authority: 'in-meity',
  jurisdiction: 'IN',
  reference: 'EX/1',
  subject: 'Direction under rule 9',
  orderedDeadline: { within: 'PT4H' },
  targets: [
    { type: 'account', locator: '@one' },
    { type: 'account', locator: '@two' },
  ],
};

// The last argument is an idempotency key. Store it with the order: after a lost answer, the same key files nothing twice.
const first = await sendNotice(desk, order, 'example-order-1');
const again = await sendNotice(desk, order, 'example-order-1');
console.log(first.number, 'with', first.targetsAccepted, 'targets');
console.log('filed twice, on record once:', first.id === again.id);

const { body: notice } = await desk.get(`/v1/notices/${first.id}`);
console.log(notice.stage, 'due', notice.nextDue.dueAt);

// What the desk cannot accept, it refuses at its place.
try {
  await sendNotice(desk, { ...order, jurisdiction: 'India' }, 'example-order-2');
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.log(error.slug, error.problem.errors);
}
