// Issues and verifies with @digitalbazaar/vc.
// Input: {command: "issue"|"verify"|"bench", documents, credentials, seed?, seconds?}

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {closeNetwork, offlineLoader, readInput} from './loader.mjs';

const input = await readInput();
closeNetwork({});
const documentLoader = offlineLoader(input.documents);
const now = input.now ? new Date(input.now) : new Date();

async function makeKey() {
  const seed = Buffer.from(input.seed, 'hex');
  const key = await Ed25519Multikey.generate({seed});
  key.controller = `did:key:${key.publicKeyMultibase}`;
  key.id = `${key.controller}#${key.publicKeyMultibase}`;
  return key;
}

function issue(credential, key) {
  const suite = new DataIntegrityProof({
    signer: key.signer(), cryptosuite, date: input.created
  });
  return vc.issue({credential: structuredClone(credential), suite, documentLoader, now});
}

async function verify(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, now, checkStatus: async () => ({verified: true})
  });
  const errors = (result.error?.errors ?? [result.error]).filter(Boolean);
  return {verified: result.verified, errors: errors.map(error => error.message)};
}

async function rate(seconds, step) {
  for (let warm = 0; warm < 5; warm++) {
    await step(warm);
  }
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let count = 0;
  while (Number(process.hrtime.bigint() - start) < seconds * 1e9) {
    await step(count++);
  }
  const used = process.cpuUsage(cpu);
  return {
    per_second: count / (Number(process.hrtime.bigint() - start) / 1e9),
    per_cpu_second: count / ((used.user + used.system) / 1e6)
  };
}

async function bench() {
  const key = await makeKey();
  const [credential] = input.credentials;
  const signed = await issue(credential, key);
  const first = await verify(signed);
  if (!first.verified) {
    throw new Error(first.errors.join('; '));
  }
  return {
    issue: await rate(input.seconds, () => issue(credential, key)),
    verify: await rate(input.seconds, () => verify(signed))
  };
}

const commands = {
  issue: async () => {
    const key = await makeKey();
    return Promise.all(input.credentials.map(credential => issue(credential, key)));
  },
  verify: () => Promise.all(input.credentials.map(verify)),
  bench
};
process.stdout.write(JSON.stringify(await commands[input.command]()));
