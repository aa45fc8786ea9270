// Runs before the first paint, so that a dark window never flashes light. The key is the one theme.ts uses.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('quantdeck.color-scheme');
  } catch {
    // Storage can be switched off; the system's choice then counts.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
