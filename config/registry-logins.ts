/**
 * The registry's PostgreSQL logins, one per kind of process. The login of the fakes exists only in the embedded desk,
 * where they keep their own schemas in the same database.
 */
export const REGISTRY_LOGINS = {
  owner: 'notice_desk_owner',
  api: 'notice_desk_api',
  worker: 'notice_desk_worker',
  enforcement: 'notice_desk_enforcement',
  watchdog: 'notice_desk_watchdog',
  mail: 'notice_desk_mail',
  reader: 'notice_desk_reader',
  simulators: 'notice_desk_simulators',
} as const;

export type RegistryLogin = keyof typeof REGISTRY_LOGINS;

export const REGISTRY_LOGIN_NAMES: readonly RegistryLogin[] = [
  'owner',
  'api',
  'worker',
  'enforcement',
  'watchdog',
  'mail',
  'reader',
  'simulators',
];
