// Drafts decisions on an order of its own and reads the letters that they would send, before anybody submits them.
import { createDeskClient, sendNotice } from '@notice-desk/client';

const { DESK_URL: url, INTAKE_KEY, REVIEWER_KEY } = process.env;
const [intake, reviewer] = [INTAKE_KEY, REVIEWER_KEY].map((key) => createDeskClient({ url, key }));
const targets = [{ type: 'account', locator: '@three' }];
const order = { kind: 'blocking_order', authority: 'in-meity', jurisdiction: 'IN', reference: 'EX/2', targets };
const { id } = await sendNotice(intake, order, 'example-order-3');
const act = (command, body) => reviewer.post(`/v1/notices/${id}/${command}`, body, `example-order-3-${command}`);

await act('triage', {});
await act('decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });

// Grounds give the sentences (rulebook/grounds.yaml), the law gives language and provisions; you add a remark.
const { body } = await act('letters/preview', {});
for (const { kind, language, when, subject, text } of body.items) {
  console.log(`${kind} (${language}), sent on ${when}`);
  console.log(subject);
  console.log(text);
}
