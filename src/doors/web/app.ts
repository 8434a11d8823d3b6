/** The web door: routes, headers and errors put together. */
import { type Handler, Hono } from 'hono';
import { LeadspringError, randomId } from '../../base/index.ts';
import { assetResponse } from './assets.ts';
import type { WebContext, WebEnv } from './context.ts';
import { errorResponse, onError } from './errors.ts';
import { healthHandler } from './handlers/health.ts';
import { leadHandler, leadsHandler } from './handlers/leads.ts';
import { failedHandler, sourcesHandler } from './handlers/sources.ts';
import { ROUTES, type RoutePath } from './routes.ts';
import { loopbackOnly, readOnly, secureHeaders } from './security.ts';

/** The pages as a hono app. Reads the database and changes nothing. */
export function createWeb(context: WebContext): Hono<WebEnv> {
  const handlers: Readonly<Record<RoutePath, Handler<WebEnv>>> = {
    '/': (c) => c.redirect('/leads'),
    '/leads': leadsHandler(context),
    '/leads/:id': leadHandler(context),
    '/sources': sourcesHandler(context),
    '/sources/:name/failed': failedHandler(context),
    '/assets/:file': (c) => assetResponse(c.req.path, c.req.header('if-none-match')) ?? c.notFound(),
    '/healthz': healthHandler(context),
  };
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    c.set('requestId', randomId());
    await next();
  });
  app.use(secureHeaders, loopbackOnly, readOnly);
  for (const { path } of ROUTES) app.get(path, handlers[path]);
  app.notFound((c) => errorResponse(c, new LeadspringError('page_not_found', 'There is no such page.')));
  app.onError(onError(context));
  return app;
}
