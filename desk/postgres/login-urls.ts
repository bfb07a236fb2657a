import { REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES, type RegistryLogin } from '../../config/registry-logins.js';
import { buildRecord } from '../../domain/record-keys.js';
import type { DeskSecrets } from '../secrets.js';

/** Registry URL for each login; a process gets only that of its own kind. */
export type LoginUrls = Readonly<Record<RegistryLogin, string>>;

export function loginUrls(adminUrl: string, passwords: DeskSecrets['loginPasswords']): LoginUrls {
  return buildRecord(REGISTRY_LOGIN_NAMES, (login) => {
    const url = new URL(adminUrl);
    url.username = REGISTRY_LOGINS[login];
    url.password = passwords[login];
    return url.href;
  });
}

/** An external database has one login for all processes. */
export function oneLogin(url: string): LoginUrls {
  return buildRecord(REGISTRY_LOGIN_NAMES, () => url);
}

/** The lines that the step creating the logins reads. */
export function formatLoginPasswords(passwords: DeskSecrets['loginPasswords']): string {
  return REGISTRY_LOGIN_NAMES.map((login) => `${login}=${passwords[login]}\n`).join('');
}
