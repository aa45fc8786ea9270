import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type EnvironmentOptions, defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// bufferutil and utf-8-validate are optional native parts of ws, absent on purpose.
const external = ['electron', 'bufferutil', 'utf-8-validate', ...builtinModules];

/** One bundle for Node or Electron. Everything but those two is bundled in, so that nothing needs installing beside it. */
function nodeBundle(name: string, entry: string, format: 'es' | 'cjs'): EnvironmentOptions {
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    consumer: 'server',
    resolve: { noExternal: true, external, conditions: ['node', 'module', 'import', 'default'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: at(`out/${name}`),
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: { [name]: at(entry) },
        // The pattern also covers modules that exist only with the prefix, such as node:sqlite.
        external: [...external, /^node:/],
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
        },
      },
    },
  };
}

export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        // vite always defines one for server rendering, which there is none of.
        if (environment.name !== 'ssr') await builder.build(environment);
      }
    },
  },
  environments: {
    client: {
      build: {
        target: 'chrome140',
        outDir: at('out/renderer'),
        emptyOutDir: true,
        sourcemap: true,
        // The files come from this computer, so that their size costs nothing.
        chunkSizeWarningLimit: 4_000,
        // A file inlined as a data: address would need a weaker content policy for fonts.
        assetsInlineLimit: 0,
      },
    },
    main: nodeBundle('main', 'electron/hosts/electron/main.ts', 'es'),
    preload: nodeBundle('preload', 'electron/hosts/electron/preload.ts', 'cjs'),
    host: nodeBundle('host', 'electron/hosts/browser/main.ts', 'es'),
  },
  server: { host: '127.0.0.1', strictPort: true },
});
