// Verifies with @digitalcredentials/verifier-core.
// Input: {documents, cases: [{credential, documents}], now?}

import {closeNetwork, readInput, setClock} from './loader.mjs';

const input = await readInput();
setClock(input.now);
// Its notes go to standard error, so that standard output carries the answer alone.
console.log = console.error;
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

async function verify({credential, documents}) {
  closeNetwork({...input.documents, ...documents});
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  const log = result.log ?? [];
  const steps = Object.fromEntries(log.map(step => [step.id, step.valid ?? null]));
  const errors = [...(result.errors ?? []), ...log.map(step => step.error).filter(Boolean)]
    .map(error => `${error.name}: ${error.message}`);
  const schemas = result.additionalInformation ?? [];
  return {steps, errors, schemas};
}

// One after the other: each case has a network of its own.
const answers = [];
for (const one of input.cases) {
  answers.push(await verify(one));
}
process.stdout.write(JSON.stringify(answers));
