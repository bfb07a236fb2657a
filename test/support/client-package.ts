import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface ClientProject {
  folder: string;
  /** Names of the packed files. */
  files: string[];
  manifest: { name: string; version: string; dependencies: Record<string, string> };
  run(program: string, env: Record<string, string>): { child: ReturnType<typeof spawn>; said: () => string };
  output(program: string, env: Record<string, string>): Promise<string>;
  discard(): void;
}

/**
 * Installs the packed client into an empty project, as `npm install` does. Its dependencies are those of the checkout, so
 * that no network is needed.
 */
export function installClient(): ClientProject {
  const folder = mkdtempSync(join(tmpdir(), 'desk-client-'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', join(ROOT, 'dist/sdk'), '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@notice-desk'), { recursive: true });
  renameSync(join(folder, 'package'), join(modules, '@notice-desk/client'));
  const manifest: ClientProject['manifest'] = JSON.parse(
    readFileSync(join(modules, '@notice-desk/client/package.json'), 'utf8'),
  );
  for (const name of Object.keys(manifest.dependencies))
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const run: ClientProject['run'] = (program, env) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    return { child, said: () => said };
  };
  return {
    folder,
    files: packed.files.map(({ path }: { path: string }) => path),
    manifest,
    run,
    async output(program, env) {
      const { child, said } = run(program, env);
      await once(child, 'close');
      return said();
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The blocks of JavaScript on a page. */
export function readBlocks(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(([, block = '']) => block);
}
