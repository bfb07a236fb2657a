import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const SOURCES = join(ROOT, 'bench', 'peers', 'bpm');
const FILES = ['pom.xml', 'Peer.java', 'Sql.java', 'Enforce.java'];
const HEAP_MB = 512;
const run = promisify(execFile);

export interface BpmProgram {
  classPath: string;
  heapMb: number;
}

/** Compiles the program of the BPM engine once, with Maven, which fetches the engine. Throws if a tool is missing. */
export async function buildBpm(say: (text: string) => void): Promise<BpmProgram> {
  await requireTool('java', ['-version']);
  const folder = join(ROOT, '.desk-cache', `bpm-${hashSources()}`);
  if (!existsSync(folder)) {
    await requireTool('mvn', ['-version']);
    say('  building the program of the BPM engine with Maven …');
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const goals = ['compile', 'dependency:copy-dependencies', `-DoutputDirectory=${join(unfinished, 'lib')}`];
    await run('mvn', ['-q', '-B', '-f', join(SOURCES, 'pom.xml'), `-Dout=${unfinished}`, ...goals]);
    renameSync(unfinished, folder);
  }
  return { classPath: `${join(folder, 'classes')}:${join(folder, 'lib', '*')}`, heapMb: HEAP_MB };
}

async function requireTool(name: string, args: readonly string[]): Promise<void> {
  await run(name, [...args]).catch(() => {
    throw new Error(`${name} is not installed. The BPM engine needs Java 17 and Maven.`);
  });
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(SOURCES, file)));
  return hash.digest('hex').slice(0, 12);
}
