import { MantineProvider } from '@mantine/core';
import { useEffect } from 'react';
import { assertNever } from '../shared/assert-never.ts';
import { AlertTeller } from './features/alerts/alert-teller.tsx';
import { Alerts } from './features/alerts/alerts.tsx';
import { Announcer } from './features/announcer.tsx';
import { Banners } from './features/banners.tsx';
import { OpenDialogs } from './features/dialogs.tsx';
import { Overview } from './features/overview/overview.tsx';
import { Rail } from './features/rail.tsx';
import classes from './features/shell.module.css';
import { useCommands } from './features/use-commands.ts';
import { SkipLink } from './features/skip-link.tsx';
import { ViewBoundary } from './features/view-boundary.tsx';
import { preloadViews, views } from './features/views.tsx';
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
        <AlertTeller />
        <Shell />
      </ServicesContext>
    </MantineProvider>
  );
}

function Shell() {
  const route = useRoute();
  useCommands();
  const loaded = usePanel((state) => state.replica !== null);
  if (route.kind === 'wall' && loaded)
    return (
      <ViewBoundary>
        <views.wall.View />
      </ViewBoundary>
    );
  return (
    <div className={classes['app']}>
      <SkipLink />
      <Rail route={route} />
      <main className={classes['main']} tabIndex={-1}>
        <Banners />
        <div className={classes['view']}>
          <ViewBoundary key={route.kind}>
            <Place route={route} />
          </ViewBoundary>
        </div>
      </main>
      <OpenDialogs />
      <Alerts />
      <Announcer />
    </div>
  );
}

function Place({ route }: { readonly route: Route }) {
  const loaded = usePanel((state) => state.replica !== null);
  const failure = usePanel((state) => state.loadFailure);
  useEffect(() => {
    if (loaded) void preloadViews();
  }, [loaded]);
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
      return <views.machine.View key={route.id} id={route.id} tab={route.tab} />;
    case 'activity':
      return <views.activity.View />;
    case 'history':
      return route.id === null ? (
        <views.history.View />
      ) : (
        <views.run.View key={route.id} id={route.id} />
      );
    case 'console':
      return <views.console.View id={route.id} />;
    case 'settings':
      return <views.settings.View />;
    case 'help':
      return <views.help.View page={route.page} section={route.section} />;
    case 'wall':
      // It fills the window, without this frame.
      return null;
    default:
      return assertNever(route);
  }
}
