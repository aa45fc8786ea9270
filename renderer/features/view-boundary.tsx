import { Component, type ReactNode, Suspense } from 'react';
import { Button } from '../ui/button.tsx';
import classes from './shell.module.css';

interface ViewBoundaryProps {
  readonly children: ReactNode;
}

interface ViewBoundaryState {
  readonly failed: boolean;
}

/**
 * Keeps what goes wrong inside one view there: the rail, the banners and the other views stay. Waits calmly for a view that is
 * still being loaded. Give it the place as its key, so that going elsewhere starts anew.
 */
export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { failed: false };

  static getDerivedStateFromError(): ViewBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (this.state.failed)
      return (
        <div className={classes['loading']}>
          <p role="alert">
            <b>This view could not be shown.</b> Your machines are not affected.
          </p>
          <Button onPress={() => window.location.reload()}>Reload this window</Button>
        </div>
      );
    return (
      <Suspense fallback={<p className={`${classes['loading']} ${classes['late']}`}>Opening…</p>}>
        {this.props.children}
      </Suspense>
    );
  }
}
