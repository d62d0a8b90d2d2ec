// One document loader over the contexts that the test hands in; nothing is fetched.

export function offlineLoader(documents) {
  return async url => {
    const document = resolve(url, documents);
    if (document === undefined) {
      throw new Error(`not among the documents of the test: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function resolve(url, documents) {
  if (url.startsWith('did:key:')) {
    return didKey(url);
  }
  return url.startsWith('did:web:') ? didWeb(url, documents) : documents[url];
}

function didWeb(url, documents) {
  const [did, fragment] = url.split('#');
  const [host, ...path] = did.slice('did:web:'.length).split(':');
  const place = path.length > 0 ? path.join('/') : '.well-known';
  const document = documents[`https://${host}/${place}/did.json`];
  if (document === undefined || fragment === undefined) {
    return document;
  }
  const method = document.verificationMethod.find(({id}) => id === url);
  return method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
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

// The clock of every library reads `now` at this moment and runs on from there.
export function setClock(now) {
  const ahead = now ? Date.parse(now) - Date.now() : 0;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [RealDate.now() + ahead]));
    }
    static now() {
      return RealDate.now() + ahead;
    }
  };
}
