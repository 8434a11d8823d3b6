/** The web door: server-rendered pages on loopback. */
export { createWeb } from './app.ts';
export type { WebContext } from './context.ts';
export { ROUTES, type Route } from './routes.ts';
export { type RunningWeb, startWeb } from './server.ts';
