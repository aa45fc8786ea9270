import { MantineProvider } from '@mantine/core';
import { assertNever } from '../shared/assert-never.ts';
import { ActivityPage } from './features/activity/activity-page.tsx';
import { Announcer } from './features/announcer.tsx';
import { Banners } from './features/banners.tsx';
import { ConsolePage } from './features/console/console-page.tsx';
import { OpenDialogs } from './features/dialogs.tsx';
import { HistoryPage } from './features/history/history-page.tsx';
import { RunPage } from './features/history/run-page.tsx';
import { MachinePage } from './features/machine/machine-page.tsx';
import { Overview } from './features/overview/overview.tsx';
import { Rail } from './features/rail.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import classes from './features/shell.module.css';
import { type Route, useRoute } from './stores/router.ts';
import type { Services } from './stores/services.ts';
import { ServicesContext, usePanel } from './stores/use-services.ts';
import { colorSchemeManager, resolveColours, theme } from './theme.ts';

/** The whole window. */
export function App({ services }: { readonly services: Services }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveColours}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <ServicesContext value={services}>
        <Shell />
      </ServicesContext>
    </MantineProvider>
  );
}

function Shell() {
  const route = useRoute();
  return (
    <div className={classes['app']}>
      <Rail route={route} />
      <main className={classes['main']} tabIndex={-1}>
        <Banners />
        <div className={classes['view']}>
          <Place route={route} />
        </div>
      </main>
      <OpenDialogs />
      <Announcer />
    </div>
  );
}

function Place({ route }: { readonly route: Route }) {
  const loaded = usePanel((state) => state.replica !== null);
  const failure = usePanel((state) => state.loadFailure);
  if (!loaded)
    return (
      <div className={classes['loading']}>
        {failure === null ? (
          <p>Starting…</p>
        ) : (
          <p role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </p>
        )}
      </div>
    );
  switch (route.kind) {
    case 'machines':
      return <Overview />;
    case 'machine':
      return <MachinePage key={route.id} id={route.id} tab={route.tab} />;
    case 'activity':
      return <ActivityPage />;
    case 'history':
      return route.id === null ? <HistoryPage /> : <RunPage key={route.id} id={route.id} />;
    case 'console':
      return <ConsolePage id={route.id} />;
    case 'settings':
      return <SettingsPage />;
    default:
      return assertNever(route);
  }
}
