// Approves what a colleague has submitted, after reading it: node approve.mjs NUMBER
import { createDeskClient, listAll, ProblemError } from '@notice-desk/client';

const { DESK_URL: url, REVIEWER_KEY, APPROVER_KEY } = process.env;
const [author, approver] = [REVIEWER_KEY, APPROVER_KEY].map((key) => createDeskClient({ url, key }));
const [, , number] = process.argv;
const [{ id }] = await listAll(approver, '/v1/notices', { q: number });

const { body: notice } = await approver.get(`/v1/notices/${id}`);
const { number: submission, digest } = notice.submission;
const decided = await listAll(approver, `/v1/notices/${id}/targets`);
for (const { locator, decision } of decided) console.log(locator, decision.action, decision.grounds.join());

// The digest says what you have read: if anything has changed since, the desk refuses.
const approval = { submission, digest };
const approve = (desk, body, key) => desk.post(`/v1/notices/${id}/approve`, body, `${number}-${key}`);
const refused = async (work) => {
  const error = await work.then(
    () => null,
    (reason) => reason,
  );
  return error instanceof ProblemError ? `${error.status} ${error.slug}` : 'not refused';
};
console.log('another digest:', await refused(approve(approver, { submission, digest: '0'.repeat(64) }, 'wrong')));
console.log('the author:', await refused(approve(author, approval, 'own')));

const { body } = await approve(approver, approval, 'approve');
console.log('approved, now in', body.stage);
