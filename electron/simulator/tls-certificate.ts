import { generate } from 'selfsigned';

export interface CertificatePair {
  /** PEM */
  readonly key: string;
  /** PEM */
  readonly cert: string;
}

/** A fresh self-signed certificate for loopback, as a lab's gateway would offer (instrument protocol, section 1). */
export async function makeCertificate(): Promise<CertificatePair> {
  const pems = await generate([{ name: 'commonName', value: 'quantstudio-simulator' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}
