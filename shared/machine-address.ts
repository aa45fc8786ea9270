/** Where a machine is on the network. `port` null means: try TLS on 7443, then plain TCP on 7000. */
export interface MachineAddress {
  readonly host: string;
  readonly port: number | null;
}

export type AddressReading =
  | { readonly ok: true; readonly address: MachineAddress }
  | { readonly ok: false; readonly problem: string };

const problem = (text: string): AddressReading => ({ ok: false, problem: text });

/**
 * Reads an address as people write it: `host`, `host:port`, `192.0.2.7:7000`, `[2001:db8::7]:7000`, `2001:db8::7`.
 * A name may hold letters, digits, `-`, `_` and `.`; a port is 1 to 65535.
 */
export function readAddress(text: string): AddressReading {
  const trimmed = text.trim();
  if (trimmed === '') return problem('Enter the machine’s name or IP address.');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed))
    return problem('Leave out the part before “//”: only the name or IP address is needed.');

  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(trimmed);
  if (bracketed) {
    const host = bracketed[1] ?? '';
    if (!isIpv6(host)) return problem(`“${host}” is not an IPv6 address.`);
    return withPort(host, bracketed[2]);
  }
  const colons = trimmed.split(':').length - 1;
  if (colons > 1) {
    if (!isIpv6(trimmed))
      return problem(`“${trimmed}” is neither a name with a port nor an IPv6 address.`);
    return { ok: true, address: { host: trimmed, port: null } };
  }
  const [host = '', port] = trimmed.split(':');
  if (!isHostName(host))
    return problem(
      `“${host}” is not a name or IP address: use letters, digits, dots and hyphens only.`,
    );
  return withPort(host, port);
}

function withPort(host: string, port: string | undefined): AddressReading {
  if (port === undefined) return { ok: true, address: { host, port: null } };
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535)
    return problem(`“${port}” is not a port: use a number from 1 to 65535.`);
  return { ok: true, address: { host, port: number } };
}

function isHostName(text: string): boolean {
  if (/^[\d.]+$/.test(text)) return isIpv4(text);
  return (
    text.length <= 253 &&
    text
      .replace(/\.$/, '')
      .split('.')
      .every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label))
  );
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const [address = '', zone, more] = text.split('%');
  if (more !== undefined || (zone !== undefined && !/^[\w.-]+$/.test(zone))) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const half of halves) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [index, part] of parts.entries()) {
      const isTail = half === halves.at(-1) && index === parts.length - 1;
      if (isTail && part.includes('.')) {
        if (!isIpv4(part)) return false;
        groups += 2;
      } else {
        if (!/^[\da-f]{1,4}$/i.test(part)) return false;
        groups += 1;
      }
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** Writes an address so that `readAddress` reads it back: IPv6 in brackets when a port follows. */
export function formatAddress(address: MachineAddress): string {
  if (address.port === null) return address.host;
  return address.host.includes(':')
    ? `[${address.host}]:${address.port}`
    : `${address.host}:${address.port}`;
}
