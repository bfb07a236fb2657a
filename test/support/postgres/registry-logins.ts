import { REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES, type RegistryLogin } from '../../../config/registry-logins.js';
import { applyGrants } from '../../../registry/apply-grants.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { makeRoles } from '../../../registry/roles.js';

const passwordOf = (login: RegistryLogin) => `a-password-of-${login}`;

/** The URL of a login, made from that of the server's first user. */
export function urlAs(adminUrl: string, login: RegistryLogin): string {
  const url = new URL(adminUrl);
  url.username = REGISTRY_LOGINS[login];
  url.password = passwordOf(login);
  return url.href;
}

/** Logins with a password each, as the step of the desk makes them. */
export function makeLogins(adminUrl: string): Promise<void> {
  const passwords = Object.fromEntries(REGISTRY_LOGIN_NAMES.map((login) => [login, passwordOf(login)]));
  return makeRoles({ url: adminUrl, passwords });
}

/** A registry that belongs to its owner, with the rights of each login: what a process may not do fails in the tests too. */
export async function bringUpRegistry(adminUrl: string): Promise<void> {
  await makeLogins(adminUrl);
  const owner = openDatabase({ url: urlAs(adminUrl, 'owner'), maxConnections: 1 });
  await migrate(owner);
  await applyGrants(owner);
  await owner.destroy();
}

/** A pool that is signed in as one kind of process. */
export function openAs(adminUrl: string, login: RegistryLogin, maxConnections = 8): Db {
  return openDatabase({ url: urlAs(adminUrl, login), maxConnections });
}
