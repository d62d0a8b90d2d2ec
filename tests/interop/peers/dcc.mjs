// Verifies with @digitalcredentials/verifier-core.
// Input: {documents, credentials}

import {closeNetwork, readInput} from './loader.mjs';

const input = await readInput();
closeNetwork(input.documents);
// Its notes go to standard error, so that standard output carries the answer alone.
console.log = console.error;
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

async function verify(credential) {
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  const steps = Object.fromEntries(
    (result.log ?? []).map(step => [step.id, step.valid ?? null])
  );
  const errors = (result.errors ?? []).map(error => `${error.name}: ${error.message}`);
  const verified = errors.length === 0 && steps.valid_signature === true;
  const schemas = result.additionalInformation ?? [];
  return {verified, steps, errors, schemas};
}

process.stdout.write(JSON.stringify(await Promise.all(input.credentials.map(verify))));
