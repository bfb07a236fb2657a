import {
  passwordVariable,
  REGISTRY_LOGINS,
  REGISTRY_LOGIN_NAMES,
  type RegistryLogin,
} from '../../config/registry-logins.js';
import { recordOf } from '../../domain/keys-of.js';
import type { DeskSecrets } from '../secrets.js';

/** Where each kind of process reaches the registry: each signs in as itself. */
export type LoginUrls = Readonly<Record<RegistryLogin, string>>;

/** URLs of the embedded server, made from that of its first user. */
export function loginUrls(adminUrl: string, passwords: DeskSecrets['loginPasswords']): LoginUrls {
  return recordOf(REGISTRY_LOGIN_NAMES, (login) => {
    const url = new URL(adminUrl);
    url.username = REGISTRY_LOGINS[login];
    url.password = passwords[login];
    return url.href;
  });
}

/** A database that was named from outside comes with one login for all. */
export function oneLogin(url: string): LoginUrls {
  return recordOf(REGISTRY_LOGIN_NAMES, () => url);
}

/** What the step that makes the logins is told. */
export function loginPasswordEnv(passwords: DeskSecrets['loginPasswords']): Record<string, string> {
  return Object.fromEntries(REGISTRY_LOGIN_NAMES.map((login) => [passwordVariable(login), passwords[login]]));
}
