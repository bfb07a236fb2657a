import type { Api, ApiContext } from '../../context.js';
import { registerCallback } from './callback.js';
import { registerAuthInfo } from './info.js';
import { registerSignIn } from './sign-in.js';
import { registerSignOut } from './sign-out.js';

export function registerAuthRoutes(app: Api, context: ApiContext): void {
  registerAuthInfo(app, context);
  registerSignIn(app, context);
  registerCallback(app, context);
  registerSignOut(app, context);
}
