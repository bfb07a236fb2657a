import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface InstalledPackage {
  /** Names of the packed files. */
  files: string[];
  manifest: { name: string; version: string; dependencies: Record<string, string> };
}

export interface ClientProject extends InstalledPackage {
  folder: string;
  run(program: string, env: Record<string, string>): Running;
  output(program: string, env: Record<string, string>): Promise<string>;
  discard(): void;
}

export interface Running {
  child: ReturnType<typeof spawn>;
  said: () => string;
}

/** The packages that the build makes, by the folder that is packed. */
const PACKAGES = { client: 'dist/sdk', clocks: 'dist/sdk/clocks' } as const;

/**
 * Installs packed packages into an empty project, as `npm install` does. Their dependencies are those of the checkout, so
 * that no network is needed.
 */
export function installClient(
  name: keyof typeof PACKAGES = 'client',
  ...more: (keyof typeof PACKAGES)[]
): ClientProject {
  const folder = mkdtempSync(join(tmpdir(), 'desk-client-'));
  const [installed] = [name, ...more].map((one) => install(folder, one)) as [InstalledPackage];
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const run: ClientProject['run'] = (program, env) =>
    runNode({ folder, args: ['--input-type=module', '-e', program], env });
  return {
    folder,
    ...installed,
    run,
    async output(program, env) {
      const { child, said } = run(program, env);
      await once(child, 'close');
      return said();
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function install(folder: string, name: keyof typeof PACKAGES): InstalledPackage {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', join(ROOT, PACKAGES[name]), '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@notice-desk'), { recursive: true });
  renameSync(join(folder, 'package'), join(modules, '@notice-desk', name));
  const manifest: InstalledPackage['manifest'] = JSON.parse(
    readFileSync(join(modules, '@notice-desk', name, 'package.json'), 'utf8'),
  );
  for (const dependency of Object.keys(manifest.dependencies))
    link(join(ROOT, 'node_modules', dependency), join(modules, dependency));
  return { files: packed.files.map(({ path }: { path: string }) => path), manifest };
}

function link(to: string, at: string): void {
  rmSync(at, { force: true });
  symlinkSync(to, at);
}

/** Runs Node in a folder with nothing in its environment but `env` and the path. */
export function runNode({
  folder,
  args,
  env,
}: {
  folder: string;
  args: string[];
  env: Record<string, string>;
}): Running {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  return { child, said: () => said };
}

/** The blocks of JavaScript on a page. */
export function readBlocks(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(([, block = '']) => block);
}
