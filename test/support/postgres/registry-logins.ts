import { REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES, type RegistryLogin } from '../../../config/registry-logins.js';
import { applyGrants } from '../../../registry/apply-grants.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { makeRoles } from '../../../registry/roles.js';

const buildPassword = (login: RegistryLogin) => `a-password-of-${login}`;

export function urlAs(adminUrl: string, login: RegistryLogin): string {
  const url = new URL(adminUrl);
  url.username = REGISTRY_LOGINS[login];
  url.password = buildPassword(login);
  return url.href;
}

export function makeLogins(adminUrl: string): Promise<void> {
  const passwords = Object.fromEntries(REGISTRY_LOGIN_NAMES.map((login) => [login, buildPassword(login)]));
  return makeRoles({ url: adminUrl, passwords });
}

/**
 * Prepares a registry that belongs to its owner, with each login's grants: a forbidden statement fails in the tests
 * too.
 */
export async function bringUpRegistry(adminUrl: string): Promise<void> {
  await makeLogins(adminUrl);
  const owner = openDatabase({ url: urlAs(adminUrl, 'owner'), maxConnections: 1 });
  await migrate(owner);
  await applyGrants(owner);
  await owner.destroy();
}

export function openAs(adminUrl: string, login: RegistryLogin, maxConnections = 8): Db {
  return openDatabase({ url: urlAs(adminUrl, login), maxConnections });
}
