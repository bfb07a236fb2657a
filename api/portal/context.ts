import type { PortalServices } from '../../application/intake/portal/file.js';
import type { ApiContext } from '../context.js';

export type PortalContext = ApiContext & PortalServices;
