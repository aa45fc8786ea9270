import {
  createTheme,
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core';

/** Mantine has no amber. Light to dark; the ends are the tokens' tints, 8 and 3 the tokens' text colours. */
const amber: MantineColorsTuple = [
  '#fff1d6',
  '#ffe3b0',
  '#f9d184',
  '#f2bd4e',
  '#e3a93a',
  '#d69a2d',
  '#c47f14',
  '#b36a00',
  '#8f4e00',
  '#6b3a00',
];

/** Sizes of the tokens. Colours come through `resolveColours`, so that tokens.css stays their only home. */
export const theme = createTheme({
  colors: { amber },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  fontFamily: 'var(--qd-font)',
  fontFamilyMonospace: 'var(--qd-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '8px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Modal: {
      defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.5 } },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, position: 'bottom-start' } },
  },
});

/** Hands the tokens on to Mantine's own variables. */
export const resolveColours: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--qd-surface)',
    '--mantine-color-text': 'var(--qd-text)',
    '--mantine-color-dimmed': 'var(--qd-text-3)',
    '--mantine-color-placeholder': 'var(--qd-text-3)',
    '--mantine-color-anchor': 'var(--qd-accent)',
    '--mantine-color-error': 'var(--qd-err)',
    '--mantine-color-default': 'var(--qd-surface)',
    '--mantine-color-default-hover': 'var(--qd-sunken)',
    '--mantine-color-default-color': 'var(--qd-text)',
    '--mantine-color-default-border': 'var(--qd-line)',
    '--mantine-primary-color-filled': 'var(--qd-accent-fill)',
    '--input-height-sm': 'var(--qd-control)',
  };
  return { variables: {}, light: shared, dark: shared };
};

/** The same key as public/color-scheme.js reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'quantdeck.color-scheme' });
