// Runs a real Bluesky Ozone for everywhere and one per country, in one process, with an in-memory DID directory; no PDS
// and no appview, which operations and labels do not need. Arguments: the URL of a PostgreSQL database, and countries
// separated by commas. Prints their addresses as one line of JSON, and exits with its stdin.
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

process.title = 'ozone';
process.env.LOG_ENABLED ??= 'false';
const require = createRequire(import.meta.url);
const { Database, envToCfg, envToSecrets, OzoneService } = require('@atproto/ozone');
const { PlcServer, Database: PlcDatabase } = require('@did-plc/server');
const plcLib = require('@did-plc/lib');
const { Secp256k1Keypair } = require('@atproto/crypto');
const { toString } = require('uint8arrays');

const PASSWORD = 'an-ozone-password-for-tests';
/** No request of ours reaches an appview, but Ozone requires one in its settings. */
const NOWHERE = { url: 'http://localhost:1', did: 'did:example:nobody' };
const [databaseUrl, countries = ''] = process.argv.slice(2);

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function startDirectory() {
  const port = await freePort();
  const server = PlcServer.create({ db: PlcDatabase.mock(), port });
  await server.start();
  return { url: `http://localhost:${port}`, server };
}

async function newDid(directory, { verificationMethods, services, key }) {
  const operation = { type: 'plc_operation', alsoKnownAs: [], rotationKeys: [key.did()], prev: null };
  const signed = await plcLib.signOperation({ ...operation, verificationMethods, services }, key);
  const did = await plcLib.didForCreateOp(signed);
  await new plcLib.Client(directory.url).sendOperation(did, signed);
  return did;
}

async function startOzone(directory, name) {
  const [port, key] = await Promise.all([freePort(), Secp256k1Keypair.create({ exportable: true })]);
  const url = `http://localhost:${port}`;
  const serverDid = await newDid(directory, {
    key,
    verificationMethods: { atproto_label: key.did(), atproto: key.did() },
    services: { atproto_labeler: { type: 'AtprotoLabeler', endpoint: url } },
  });
  const schema = name === '*' ? 'ozone' : `ozone_${name.toLowerCase()}`;
  const database = new Database({ schema, url: databaseUrl });
  await database.migrateToLatestOrThrow();
  await database.close();
  const env = {
    devMode: true,
    version: '0.0.0',
    port,
    publicUrl: url,
    serverDid,
    didPlcUrl: directory.url,
    signingKeyHex: toString(await key.export(), 'hex'),
    dbPostgresUrl: databaseUrl,
    dbPostgresSchema: schema,
    dbPoolSize: 8,
    adminPassword: PASSWORD,
    adminDids: [],
    moderatorDids: [],
    triageDids: [],
    appviewUrl: NOWHERE.url,
    appviewDid: NOWHERE.did,
    appviewPushEvents: false,
  };
  const service = await OzoneService.create(envToCfg(env), envToSecrets(env));
  await service.start();
  return { name, url, did: serverDid, service };
}

const directory = await startDirectory();
const names = ['*', ...countries.split(',').filter((name) => name !== '')];
const ozones = await Promise.all(names.map((name) => startOzone(directory, name)));
process.stdout.write(
  `${JSON.stringify({ password: PASSWORD, ozones: ozones.map(({ name, url, did }) => ({ name, url, did })) })}\n`,
);

process.stdin.resume();
process.stdin.once('close', () => process.exit(0));
