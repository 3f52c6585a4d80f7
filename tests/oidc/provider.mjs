// A real OpenID Connect provider (the npm package oidc-provider) on a free loopback port, for tests only.
//
//   node provider.mjs FOLDER [--redirect-path=/PATH]… [--claims-in-id-token]
//
// FOLDER holds node_modules with what package.json beside this file names. The first line of standard output is
// `issuer http://127.0.0.1:PORT`. Redirect addresses are `http://127.0.0.1` with any port and one of the paths
// (`/callback` when none is given). SIGHUP changes the signing keys, and SIGINT or SIGTERM ends it.
//
// Clients:  `hocluat` with the secret `a-secret-of-tests`, and `hocluat-public` without one.
// Accounts: whatever login the page is given, with the name and address typed beside it. No password: the pages stand
//           for the provider's own, and only the way back from them is tested.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...options] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node provider.mjs FOLDER [--redirect-path=/PATH]… [--claims-in-id-token]');
  process.exit(2);
}
const known = (option) => option === '--claims-in-id-token' || option.startsWith('--redirect-path=/');
const wrong = options.find((option) => !known(option));
if (wrong) {
  console.error(`unknown option ${wrong}`);
  process.exit(2);
}
const redirects = options
  .filter((option) => option.startsWith('--redirect-path='))
  .map((option) => `http://127.0.0.1${option.slice('--redirect-path='.length)}`);
if (redirects.length === 0) redirects.push('http://127.0.0.1/callback');

// Modules are looked for beside the file that imports them; these are elsewhere, so that nothing is installed here.
const from = createRequire(resolve(folder, 'package.json'));
const { Provider } = await import(pathToFileURL(from.resolve('oidc-provider')).href);

const accounts = new Map();

const common = {
  // Only native clients may come back to any port of the loopback address (RFC 8252, section 7.3).
  application_type: 'native',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: redirects,
};

function configuration() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      { ...common, client_id: 'hocluat', client_secret: 'a-secret-of-tests' },
      { ...common, client_id: 'hocluat-public', token_endpoint_auth_method: 'none' },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() }] },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    // The standard wants them at the userinfo endpoint only; some providers put them into the id token.
    conformIdTokenClaims: !options.includes('--claims-in-id-token'),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
    findAccount(_, sub) {
      const account = accounts.get(sub);
      return account && { accountId: sub, claims: () => account };
    },
    // Whoever signs in agrees to all that is asked for: there is no second page.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
      await grant.save();
      return grant;
    },
  };
}

const PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Đăng nhập</title>
<form method="post">
<label>Tên đăng nhập <input name="login" required></label>
<label>Họ và tên <input name="name"></label>
<label>Thư điện tử <input name="email"></label>
<button name="answer" value="yes">Đăng nhập</button>
<button name="answer" value="no" formnovalidate>Không đồng ý</button>
</form></html>`;

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

async function interaction(provider, request, response) {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    return;
  }
  const form = await body(request);
  const login = form.get('login');
  if (form.get('answer') !== 'yes' || !login) {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  accounts.set(login, {
    sub: login,
    name: form.get('name') || undefined,
    email: form.get('email') || undefined,
    email_verified: form.get('email') ? true : undefined,
  });
  // Native clients are asked for consent each time, whatever was granted: the one page answers both.
  await provider.interactionFinished(request, response, { login: { accountId: login }, consent: {} });
}

let provider;
let answer;
const server = createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    answer(request, response);
    return;
  }
  interaction(provider, request, response).catch((error) => {
    console.error(error);
    response.writeHead(400).end();
  });
});

function renew(issuer) {
  provider = new Provider(issuer, configuration());
  provider.on('server_error', (_, error) => console.error(error));
  answer = provider.callback();
}

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  renew(issuer);
  process.on('SIGHUP', () => {
    renew(issuer);
    console.log('new keys');
  });
  console.log(`issuer ${issuer}`);
});
