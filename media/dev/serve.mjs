// node media/dev/serve.mjs: the pages in a plain browser, on made-up data. ?theme=light|high%20contrast, ?rows=1e8, ?scan=running, ...
import * as esbuild from 'esbuild';

const context = await esbuild.context({
  entryPoints: ['inspector', 'results', 'lineage'].flatMap(page => [
    `media/${page}/main.tsx`,
    `media/dev/${page}Host.ts`,
  ]),
  outbase: 'media',
  outdir: 'media/dev/built',
  bundle: true,
  write: false,
  format: 'iife',
  target: 'chrome120',
  sourcemap: 'inline',
  jsx: 'automatic',
  jsxImportSource: 'preact',
});
const { port } = await context.serve({
  servedir: 'media/dev',
  host: '127.0.0.1',
  port: Number(process.env['PORT'] ?? 0),
});
console.log(
  `http://127.0.0.1:${port}/inspector.html\nhttp://127.0.0.1:${port}/results.html\nhttp://127.0.0.1:${port}/lineage.html`,
);
