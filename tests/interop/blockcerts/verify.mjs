// Asks the verifier of the Blockcerts project about credentials: {rpc, documents, credentials}
// on standard input, one {status, message, steps} for each on standard output. The network is
// the documents of the request and the node at `rpc`; everything else is not found.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const text = await new Promise((resolve) => {
  let read = '';
  process.stdin.on('data', (part) => { read += part; }).on('end', () => resolve(read));
});
const { rpc, documents, credentials } = JSON.parse(text);

// The program says much on standard output; only the answer belongs there.
console.log = console.info = console.warn = console.debug = () => {};
const said = [];
console.error = (...words) => said.push(words.map(String).join(' '));

const network = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const url = String(address.url ?? address);
  if (new URL(url).origin.replace('https:', 'http:') === rpc) {
    return network(url.replace('https:', 'http:'), options);
  }
  // It appends ?assertionId=… to the address of the list of withdrawals.
  const plain = url.split('?')[0];
  if (plain in documents) {
    const headers = { 'content-type': 'application/ld+json' };
    return new Response(JSON.stringify(documents[plain]), { status: 200, headers });
  }
  said.push(`asked for ${url}`);
  return new Response('not here', { status: 404 });
};

const { Certificate } = require('./node_modules/@blockcerts/cert-verifier-js/dist/verifier-node/index.js');
// Its own reader of a node wants the address under another name than its types say.
const node = { serviceURL: rpc, serviceUrl: rpc, priority: 0, apiType: 'rpc', chainType: 'eth' };
const answers = [];
for (const credential of credentials) {
  const steps = [];
  said.length = 0;
  try {
    const certificate = new Certificate(credential, {
      explorerAPIs: [{ ...node }],
      didResolverUrl: 'https://resolver.example',
    });
    await certificate.init();
    const { status, message } = await certificate.verify(
      (step) => steps.push([step.code, step.status, step.errorMessage ?? '']),
    );
    answers.push({ status, message, steps, said: [...said] });
  } catch (error) {
    answers.push({ status: 'failure', message: String(error.message ?? error), steps, said: [...said] });
  }
}
process.stdout.write(JSON.stringify(answers));
