import type { EnvName } from './env-name.js';
import { passwordVariable, REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES } from './registry-logins.js';

export const LOGIN_NAMES: readonly EnvName[] = REGISTRY_LOGIN_NAMES.map((login) => ({
  name: passwordVariable(login),
  scope: 'roles',
  expects: 'at least 16 printable ASCII characters without spaces',
  default:
    login === 'simulators' ? 'none (only the embedded desk has this login)' : 'none (a group role without sign-in)',
  meaning: `password of the PostgreSQL login \`${REGISTRY_LOGINS[login]}\``,
  fileToo: true,
}));
