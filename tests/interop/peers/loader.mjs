// One document loader over the contexts that the test hands in; nothing is fetched.

export function offlineLoader(documents) {
  return async url => {
    const document = url.startsWith('did:key:') ? didKey(url) : documents[url];
    if (document === undefined) {
      throw new Error(`not among the documents of the test: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function didKey(url) {
  const [did, fragment] = url.split('#');
  const multibase = did.slice('did:key:'.length);
  const id = `${did}#${multibase}`;
  const key = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: multibase
  };
  if (fragment !== undefined) {
    return key;
  }
  const {'@context': _, ...method} = key;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [method],
    assertionMethod: [id]
  };
}

export async function readInput() {
  const pieces = [];
  for await (const piece of process.stdin) {
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString('utf8'));
}

// Nothing goes out, whatever a dependency tries; known documents are answered from memory.
export function closeNetwork(documents) {
  globalThis.fetch = async target => {
    const url = typeof target === 'string' ? target : (target.url ?? String(target));
    if (documents[url] === undefined) {
      throw new TypeError(`the network is closed: ${url}`);
    }
    return new Response(JSON.stringify(documents[url]), {
      headers: {'content-type': 'application/json'}
    });
  };
}
