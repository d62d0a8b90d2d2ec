// Issues and verifies with @digitalbazaar/vc.
// Input: {command: "issue"|"bench", documents, credentials, seed, now?, seconds?}
//     or {command: "verify", documents, cases: [{credential, documents}], now?}

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {closeNetwork, offlineLoader, readInput, setClock} from './loader.mjs';

const input = await readInput();
closeNetwork({});
setClock(input.now);

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
  const documentLoader = offlineLoader(input.documents);
  return vc.issue({credential: structuredClone(credential), suite, documentLoader});
}

// `verified` says of a status list only that it could be read; the bits stand in `statuses`.
async function verify({credential, documents}) {
  const suite = new DataIntegrityProof({cryptosuite});
  const documentLoader = offlineLoader({...input.documents, ...documents});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
  const read = result.statusResult?.results ?? [];
  const statuses = Object.fromEntries(
    read.map(({credentialStatus, status}) => [credentialStatus.statusPurpose, status])
  );
  const errors = (result.error?.errors ?? [result.error, result.statusResult?.error])
    .filter(Boolean);
  return {
    verified: result.verified, statuses, errors: errors.map(error => error.message)
  };
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
  const first = await verify({credential: signed});
  if (!first.verified) {
    throw new Error(first.errors.join('; '));
  }
  return {
    issue: await rate(input.seconds, () => issue(credential, key)),
    verify: await rate(input.seconds, () => verify({credential: signed}))
  };
}

const commands = {
  issue: async () => {
    const key = await makeKey();
    return Promise.all(input.credentials.map(credential => issue(credential, key)));
  },
  verify: () => Promise.all(input.cases.map(verify)),
  bench
};
process.stdout.write(JSON.stringify(await commands[input.command]()));
