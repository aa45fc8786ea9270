import '@mantine/core/styles.css';
import './fonts.css';
import './tokens.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectBridge } from './bridge.ts';
import { systemClock } from './clock.ts';
import { keptTextIn } from './stores/kept-text.ts';
import { createServices } from './stores/services.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const services = createServices(
  connectBridge(window, systemClock),
  systemClock,
  keptTextIn(() => window.localStorage),
);
createRoot(root).render(<App services={services} />);
