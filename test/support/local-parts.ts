import type { Parts } from '../../desk/child-env.js';

const url = 'postgres://x@127.0.0.1:1/x';

/** Addresses of what the processes of a desk depend on, at which nothing listens. */
export const LOCAL_PARTS: Parts = {
  databaseUrls: {
    owner: url,
    api: url,
    worker: url,
    enforcement: url,
    watchdog: url,
    mail: url,
    reader: url,
    simulators: url,
  },
  temporal: { address: '127.0.0.1:1', ui: '' },
  smtpUrl: 'smtp://127.0.0.1:1',
  platformUrl: 'http://127.0.0.1:1',
  pagerUrl: 'http://127.0.0.1:1',
  issuerUrl: undefined,
};
