import type { PortalServices } from '../../client/portal/file.js';
import type { ApiContext } from '../context.js';

export type PortalContext = ApiContext & PortalServices;
