import type { CustomScheme, Protocol } from 'electron';
import { type RendererFiles, cacheControl, findRendererFile } from '../common/renderer-files.ts';
import { securityHeaders } from '../common/security-headers.ts';
import { appHost, appScheme } from './origin.ts';

/** To be registered before the app is ready. `standard` gives the scheme origins; `bypassCSP` stays off. */
export const appSchemes: CustomScheme[] = [
  {
    scheme: appScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
];

/** Serves the window's files under our own scheme. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, files: RendererFiles): void {
  protocol.handle(appScheme, (request) => answer(request, files));
}

function answer(request: Pick<Request, 'method' | 'url'>, files: RendererFiles): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const url = URL.parse(request.url);
  if (url === null || url.host !== appHost) return refuse(404);
  const file = findRendererFile(files, url.pathname);
  if (file === null) return refuse(404);
  return new Response(request.method === 'HEAD' ? null : file.body, {
    headers: {
      ...securityHeaders(),
      'content-type': file.type,
      'cache-control': cacheControl(file),
    },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders() });
}
