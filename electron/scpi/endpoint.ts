export interface ConnectAttempt {
  readonly port: number;
  readonly transport: 'tls' | 'tcp';
}

const tlsPort = 7443;
const plainPort = 7000;

/** What to try, in order, for the port a user gave, or none. Source: instrument protocol, section 1. */
export function plannedAttempts(port: number | null): readonly ConnectAttempt[] {
  switch (port) {
    case tlsPort:
      return [{ port, transport: 'tls' }];
    case plainPort:
      return [{ port, transport: 'tcp' }];
    case null:
      return [
        { port: tlsPort, transport: 'tls' },
        { port: plainPort, transport: 'tcp' },
      ];
    default:
      return [
        { port, transport: 'tls' },
        { port, transport: 'tcp' },
      ];
  }
}
