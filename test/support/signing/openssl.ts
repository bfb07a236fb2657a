import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// OpenSSL makes certificates and timestamps and verifies signatures, because it shares no code with the desk.

const KEYS = {
  ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ed25519: ['-algorithm', 'ed25519'],
};

export type KeyKind = keyof typeof KEYS;

interface Asked {
  key?: KeyKind;
  purpose?: string;
  days?: [from: number, to: number];
}

/** Paths of a certificate and its key. */
export interface Issued {
  certificate: string;
  key: string;
}

/** A folder with a certificate authority of its own. */
export function startAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'letter-signer-'));
  const place = (name: string) => join(folder, name);
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(place(name), content);
    return place(name);
  };
  const makeKey = (name: string, kind: KeyKind) => run('genpkey', ...KEYS[kind], '-out', place(`${name}.key`));
  makeKey('root', 'ec');
  run('req', '-x509', '-new', '-key', place('root.key'), '-subj', '/CN=Root', '-days', '30', '-out', place('root.pem'));
  const root = place('root.pem');
  const issue = (name: string, { key = 'ec', purpose, days = [-1, 10] }: Asked = {}): Issued => {
    makeKey(name, key);
    const at = (day: number) =>
      new Date(Date.now() + day * 86_400_000).toISOString().replaceAll(/\D/g, '').slice(0, 14).concat('Z');
    const usage = purpose === undefined ? '' : `extendedKeyUsage=critical,${purpose}\n`;
    const extensions = write(
      `${name}.ext`,
      `basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n${usage}`,
    );
    run('req', '-new', '-key', place(`${name}.key`), '-subj', `/CN=${name}`, '-out', place(`${name}.csr`));
    write('index.txt', '');
    write(
      'ca.cnf',
      `[ca]\ndefault_ca=own\n[own]\ndatabase=${place('index.txt')}\nnew_certs_dir=${folder}\ndefault_md=sha256\npolicy=any\nrand_serial=yes\nunique_subject=no\n[any]\ncommonName=supplied\n`,
    );
    const by = ['ca', '-batch', '-notext', '-config', place('ca.cnf'), '-cert', root, '-keyfile', place('root.key')];
    const of = ['-in', place(`${name}.csr`), '-extfile', extensions, '-out', place(`${name}.pem`)];
    run(...by, ...of, '-startdate', at(days[0]), '-enddate', at(days[1]));
    return { certificate: place(`${name}.pem`), key: place(`${name}.key`) };
  };
  return { folder, root, place, run, write, issue, stop: () => rmSync(folder, { recursive: true }) };
}

export type Authority = ReturnType<typeof startAuthority>;

/** Certified key as the configuration gives it, with the root in its chain. */
export function asCertified({ root }: Authority, { certificate, key }: Issued) {
  const [own, above] = [certificate, root].map((path) => readFileSync(path, 'utf8'));
  return { chain: [own ?? '', above ?? ''], key: { privateKey: readFileSync(key, 'utf8') } };
}
