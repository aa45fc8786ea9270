import type { Session } from 'electron';

type Permission = Parameters<Parameters<Session['setPermissionRequestHandler']>[0] & {}>[1];

/**
 * What QuantDeck's page may ask of the computer, each with its reason. Everything else is denied, also what Chromium invents later.
 */
const allowed: ReadonlySet<Permission> = new Set<Permission>([
  'notifications', // a run is done, paused or failed, or contact was lost
  'clipboard-sanitized-write', // “Copy” in the console and the journal
  'fullscreen', // the wall view
  'screen-wake-lock', // the wall view keeps the screen on
]);

/** Denies by default: requests, checks, devices, screen capture and pairing. */
export function denyPermissions(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
    | 'setBluetoothPairingHandler'
  >,
  ownOrigin: string,
): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(
      allowed.has(permission) && details.isMainFrame && isOwn(details.requestingUrl, ownOrigin),
    );
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      allowed.has(permission) && isOwn(requestingOrigin, ownOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, choose) => choose(null));
  session.setBluetoothPairingHandler((_details, respond) => respond({ confirmed: false }));
}

/** Chromium gives origins with and without a final slash, and whole addresses. */
function isOwn(address: string, ownOrigin: string): boolean {
  return address === ownOrigin || address.startsWith(`${ownOrigin}/`);
}
