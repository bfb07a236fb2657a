// Writes a .br and a .gz beside each file that compression shrinks, so that the server need not compress.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const COMPRESSIBLE = /\.(html|js|mjs|css|svg|json|webmanifest|txt|wasm|map)$/;
const COPY = /\.(br|gz)$/;
/** Below this the response headers weigh more than the bytes saved. */
const SMALLEST_BYTES = 1024;

const ways = {
  br: (bytes) =>
    promisify(zlib.brotliCompress)(bytes, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => promisify(zlib.gzip)(bytes, { level: 9 }),
};

export async function precompress(folder) {
  if (!existsSync(folder)) return 0;
  const files = listFiles(folder);
  for (const path of files) if (COPY.test(path)) rmSync(path);
  const shrunk = await Promise.all(files.filter((file) => COMPRESSIBLE.test(file)).map(compress));
  return shrunk.filter((done) => done).length;
}

async function compress(path) {
  const bytes = readFileSync(path);
  if (bytes.length < SMALLEST_BYTES) return false;
  const written = Object.entries(ways).map(async ([ending, shrink]) => {
    const smaller = await shrink(bytes);
    if (smaller.length < bytes.length) writeFileSync(`${path}.${ending}`, smaller);
  });
  await Promise.all(written);
  return true;
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
