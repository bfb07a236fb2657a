import { parseAllDocuments } from 'yaml';
import { kubernetesFiles } from '../../../scripts/docs/kubernetes/files.js';

const files = kubernetesFiles();

/** The objects of one file, or of all but the production overlay. */
export function listObjects(path?: string) {
  const paths = path === undefined ? Object.keys(files).filter((name) => !name.startsWith('production/')) : [path];
  return paths.flatMap((name) => parseAllDocuments(files[name] ?? '').map((document) => document.toJS()));
}

export const find = (kind: string) => listObjects().filter((one) => one.kind === kind);

export const findNamed = (kind: string, name: string) => find(kind).find((one) => one.metadata.name === name);

export const podSpecOf = (workload: ReturnType<typeof listObjects>[number]) => workload.spec.template.spec;

/** Settings of a container that come from files with secrets, by setting. */
export function secretSettings(container: { env: { name: string; value?: string }[] }): Record<string, string> {
  const named = container.env.filter(({ name, value }) => name.endsWith('_FILE') && value?.startsWith('/run/secrets/'));
  return Object.fromEntries(
    named.map(({ name, value = '' }) => [name.slice(0, -5), value.slice('/run/secrets/'.length)]),
  );
}
