import { everywhere, type Job, type JobTools } from '../../../process/run-every.js';
import { sendPortalMail, type LinkSources } from '../application/intake/mail-links.js';

const EVERY_MS = 2_000;
const BATCH = 50;

/** Mails the requested links. Several processes take different requests. */
export function linkJobs(sources: LinkSources): Job[] {
  const work = async ({ isStopped }: JobTools) => {
    for (let seen = 0; seen < BATCH && !isStopped() && (await sendPortalMail(sources)); seen += 1);
  };
  return [everywhere('portal_links', EVERY_MS, work)];
}
