import '@mantine/core/styles.css';
import './fonts.css';
import './tokens.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectBridge } from './bridge.ts';
import { systemClock } from './clock.ts';
import { reportErrors } from './report-errors.ts';
import { keptTextIn } from './stores/kept-text.ts';
import { createServices } from './stores/services.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const bridge = connectBridge(window, systemClock);
const report = reportErrors(window, bridge.ask);
const services = createServices(
  bridge,
  systemClock,
  keptTextIn(() => window.localStorage),
);
createRoot(root, {
  onCaughtError: (error) => report('view', error),
  onUncaughtError: (error) => report('view', error),
}).render(<App services={services} />);
