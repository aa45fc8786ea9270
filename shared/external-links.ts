/** Hosts whose pages may be opened in the system's browser, over https only. Nothing of them is ever shown in the window itself. */
const allowedHosts: ReadonlySet<string> = new Set([
  'github.com', // this project: its pages, releases and issues
  'docs.python.org', // what QSLib users come from
  'nodejs.org', // where the missing Node is had
]);

/** Strict on purpose: plain ASCII, no user, no port, nothing that two readers of an address could take differently. */
const link = /^https:\/\/([a-z0-9.-]+)(?:\/[\w\-./~%?=&#+:,@!$'()*;[\]]*)?$/;

/** Whether an address may be handed to the system's browser. */
export function isAllowedLink(address: string): boolean {
  const host = link.exec(address)?.[1];
  return host !== undefined && allowedHosts.has(host);
}
