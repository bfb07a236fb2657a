import { expect, test } from '@jest/globals';
import { linkJobs } from '../../../features/portal/jobs/mail-links.js';

test('the portal mails its links in every API', () => {
  const jobs = linkJobs({} as Parameters<typeof linkJobs>[0]);
  expect(jobs.map(({ name, lock }) => ({ name, lock }))).toEqual([{ name: 'portal_links', lock: null }]);
});
