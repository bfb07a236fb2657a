import { labelsOf, podOf } from './pods.js';

/** Name of the pods that run once: logins and migrations. */
export const STEP = 'registry-step';

/** Creates the logins of the registry or resets their passwords, as the database's administrator. */
export function loginsJob(): object {
  return job('logins', {
    command: ['dist/programs/roles.js', '--passwords', '/run/secrets/database_passwords'],
    database: 'database_url_admin',
    files: ['database_passwords'],
    settings: [],
  });
}

/** Migrates the registry, once per deploy and before its processes. */
export function registryJob(): object {
  return job('registry', {
    command: ['dist/programs/seed.js'],
    database: 'database_url_owner',
    files: [],
    settings: ['settings'],
  });
}

interface Step {
  command: readonly string[];
  database: string;
  files: readonly string[];
  settings: readonly string[];
}

function job(name: string, { command, database, files, settings }: Step): object {
  const labels = labelsOf(STEP);
  const pod = podOf({
    name,
    command,
    env: {},
    secrets: { DATABASE_URL: database },
    files: ['ca_certificate', ...files],
    settings,
    resources: { cpu: 100, memory: 256 },
  });
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels },
    spec: {
      backoffLimit: 6,
      activeDeadlineSeconds: 1800,
      template: { metadata: { labels }, spec: { ...pod, restartPolicy: 'Never' } },
    },
  };
}
