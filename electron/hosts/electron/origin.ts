/** The scheme the window's files are served under; a scheme of our own has an origin, which `file:` has not. */
export const appScheme = 'app';
/** The one host under that scheme. */
export const appHost = 'quantdeck';
/** The origin of QuantDeck's own page, as Chromium writes it. */
export const appOrigin = `${appScheme}://${appHost}`;
export const appPage = `${appOrigin}/`;
