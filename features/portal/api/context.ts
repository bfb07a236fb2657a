import type { PortalServices } from '../application/intake/file.js';
import type { ApiContext } from '../../../api/context.js';

export type PortalContext = ApiContext & PortalServices;
