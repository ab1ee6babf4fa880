import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * Everything that is built, below `out/`:
 *
 *     broker/main.js      the broker, on plain Node
 *     main/main.js        the console's desktop host, in Electron's main process
 *     main/preload.cjs    the desktop window's preload script, in a sandboxed renderer
 *     web/web.js          the console's browser host, on plain Node
 *     open/open.js        the command that opens a link in either host
 *     data-worker/worker.js  the thread of both hosts that reads, searches and decodes messages
 *     data-worker/segment-worker.js  the one that reads log directories
 *     chunks/*.js         what the programs share
 *     renderer/           the console's front end
 *
 * Programs for Node keep their packages in `node_modules`, but for those of the contract, of which most is never used; our own
 * sources are bundled so that a start reads a handful of files. Every program and chunk stands one folder below `out/`, so a path relative to `import.meta.url`
 * such as `../broker/main.js` is right wherever the bundler puts the module that holds it.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out',
      emptyOutDir: true,
      target: 'node20.18',
      sourcemap: true,
      minify: false,
      externalizeDeps: { exclude: ['zod', '@orpc/client', '@orpc/contract', '@orpc/server'] },
      rolldownOptions: {
        input: {
          'broker/main': 'broker/main.ts',
          'main/main': 'src-main/main.ts',
          'web/web': 'src-main/web.ts',
          'open/open': 'src-main/open.ts',
          'data-worker/worker': 'src-main/data-worker/worker.ts',
          'data-worker/segment-worker': 'src-main/data-worker/segment-worker.ts',
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/main',
      emptyOutDir: false,
      target: 'node20.18',
      rolldownOptions: {
        input: { preload: 'src-main/windows/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    base: './',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      target: 'chrome130',
      minify: true,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
})
