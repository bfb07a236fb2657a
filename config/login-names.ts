import type { EnvName } from './env-name.js';
import { passwordVariable, REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES } from './registry-logins.js';

/** With which passwords the registry's logins are made (`node dist/programs/roles.js`). */
export const LOGIN_NAMES: readonly EnvName[] = REGISTRY_LOGIN_NAMES.map((login) => ({
  name: passwordVariable(login),
  scope: 'roles',
  expects: 'at least 16 printable ASCII characters without spaces',
  default:
    login === 'doubles'
      ? 'none (no such login; the embedded desk alone has it)'
      : 'none (a group without sign-in, of which logins of yours may be members)',
  meaning: `password of the registry's login \`${REGISTRY_LOGINS[login]}\` in PostgreSQL`,
  fileToo: true,
}));
