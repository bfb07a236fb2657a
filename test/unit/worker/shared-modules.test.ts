import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedModules } from '../../../worker/shared-modules.js';
import { createSandboxedNotice } from '../../support/workflow-harness/sandbox.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const shared = sharedModules(new URL('../../../', import.meta.url)).map((path) => relative(ROOT, path));

function runs(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/^(?:import|export) (?!type)[^;]*? from '(\.[^']+)\.js';/gms)].map(([, target = '']) =>
    join(dirname(path), `${target}.ts`),
  );
}

function reachedFrom(paths: readonly string[]): Set<string> {
  const reached = new Set(paths);
  for (const path of reached) for (const target of runs(path)) reached.add(target);
  return reached;
}

describe('modules shared by the workflows of a worker', () => {
  test('include every domain module that a workflow runs, in any folder', () => {
    const workflows = readdirSync(join(ROOT, 'workflows')).map((name) => join('workflows', name));
    const run = [...reachedFrom(workflows)].filter((path) => path.startsWith('domain/'));
    expect(run.length).toBeGreaterThan(30);
    expect(run.filter((path) => !shared.includes(path))).toEqual([]);
  });

  test('include no module for dates or documents, which no workflow needs', () => {
    expect(shared.filter((path) => /^domain\/(clock-arithmetic|open-clocks|paper)\//.test(path))).toEqual([]);
    expect(shared.length).toBeGreaterThan(40);
  });

  test('hold no variable through which one workflow could affect another', () => {
    const writable = shared.filter((path) => /^(export )?(let|var) /m.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(writable).toEqual([]);
  });

  test('are all that a notice runs, so that none is evaluated for it alone', async () => {
    const notice = await createSandboxedNotice('run', 'notice:1', 0);
    const { moduleCache } = Reflect.get(notice, 'activator') as { moduleCache: Map<string, unknown> };
    // Apart from these there is a placeholder for the payload converter, which is empty.
    expect([...moduleCache.keys()].filter((name) => !name.startsWith('?'))).toEqual([]);
  });
});
