import type { PortalServices } from '../../client/portal/file.js';
import type { ApiContext } from '../context.js';

/** What the portal's routes work with: all that the API has, and the key of receipts. */
export type PortalContext = ApiContext & PortalServices;
