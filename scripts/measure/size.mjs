// Size of what readers need besides the code: schema, docs, behaviour versions.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tool.mjs';
import { countLines, listFiles, productFiles, read, sum } from './sources.mjs';

export function measureSize() {
  const sql = listFiles('registry/migrations').filter((path) => path.endsWith('.sql'));
  const docs = listFiles('docs').filter((path) => path.endsWith('.md'));
  const [, version = '0'] = /SCHEMA_VERSION\b[^=]*= (\d+)/.exec(read('domain/notices/notice-state.ts')) ?? [];
  return {
    productLines: sum(productFiles.map(countLines)),
    sqlFiles: sql.length,
    sqlLines: sum(sql.map(countLines)),
    docsKb: Math.ceil(sum(docs.map((path) => statSync(join(ROOT, path)).size)) / 1000),
    versions: Number(version),
  };
}
