/** The web door: routes, headers and errors put together. */
import { type Handler, Hono } from 'hono';
import { LeadspringError, randomId } from '../../base/index.ts';
import { assetResponse } from './assets.ts';
import type { WebContext, WebEnv } from './context.ts';
import { deliveries } from './deliveries.ts';
import { errorResponse, onError } from './errors.ts';
import { openForms, smallBodies } from './forms.ts';
import { accessPointsHandler, changeAccessPointHandler } from './handlers/access_points.ts';
import { digestHandler } from './handlers/digest.ts';
import { healthHandler } from './handlers/health.ts';
import { personStepHandler, stepHandler, undoStepHandler } from './handlers/lead_life.ts';
import { leadHandler, leadsHandler } from './handlers/leads.ts';
import {
  decideOrganizationHandler,
  organizationHandler,
  undoOrganizationHandler,
} from './handlers/organizations.ts';
import {
  answerHandler,
  decideHandler,
  organizationPeopleHandler,
  personHandler,
  suggestionsHandler,
  undoHandler,
} from './handlers/people.ts';
import {
  addSourceHandler,
  changeSourceHandler,
  kindsHandler,
  newSourceHandler,
  replayHandler,
  sourceHandler,
} from './handlers/source_set_up.ts';
import { failedHandler, sourcesHandler } from './handlers/sources.ts';
import { topicsHandler } from './handlers/topics.ts';
import { useLearnedHandler, validationHandler } from './handlers/validation.ts';
import { ROUTES, type RouteName } from './routes.ts';
import { knownMethods, loopbackOnly, secureHeaders } from './security.ts';

/** The pages as a hono app. GET changes nothing; what changes something is a form of ours. */
export function createWeb(context: WebContext): Hono<WebEnv> {
  const forms = openForms();
  const handlers: Readonly<Record<RouteName, Handler<WebEnv>>> = {
    'GET /': (c) => c.redirect('/leads'),
    'GET /leads': leadsHandler(context),
    'GET /leads/:id': leadHandler(context, forms),
    'POST /leads/:id/steps': stepHandler(context, forms),
    'POST /lead-steps/:id/undo': undoStepHandler(context, forms),
    'GET /digest': digestHandler(context),
    'GET /validation': validationHandler(context, forms),
    'POST /validation': useLearnedHandler(context, forms),
    'GET /topics': topicsHandler(context),
    'GET /people/:id': personHandler(context, forms),
    'POST /people/:id/decisions': decideHandler(context, forms),
    'POST /people/:id/steps': personStepHandler(context, forms),
    'GET /organizations/:id': organizationHandler(context, forms),
    'POST /organizations/:id/decisions': decideOrganizationHandler(context, forms),
    'POST /organization-decisions/:id/undo': undoOrganizationHandler(context, forms),
    'GET /organizations/:id/people': organizationPeopleHandler(context),
    'GET /suggestions': suggestionsHandler(context, forms),
    'POST /suggestions': answerHandler(context, forms),
    'POST /decisions/:id/undo': undoHandler(context, forms),
    'GET /access-points': accessPointsHandler(context, forms),
    'POST /access-points/:name': changeAccessPointHandler(context, forms),
    'GET /sources': sourcesHandler(context),
    'GET /sources/new': kindsHandler(),
    'GET /sources/new/:kind': newSourceHandler(context, forms),
    'POST /sources/new/:kind': addSourceHandler(context, forms),
    'GET /sources/:name': sourceHandler(context, forms),
    'POST /sources/:name': changeSourceHandler(context, forms),
    'POST /sources/:name/failed': replayHandler(context, forms),
    'GET /sources/:name/failed': failedHandler(context, forms),
    'GET /assets/:file': (c) => assetResponse(c.req.path, c.req.header('if-none-match')) ?? c.notFound(),
    'GET /healthz': healthHandler(context),
  };
  const app = new Hono<WebEnv>();
  app.use(deliveries(context));
  app.use(async (c, next) => {
    c.set('requestId', randomId());
    await next();
  });
  app.use(secureHeaders, loopbackOnly, knownMethods, smallBodies);
  for (const { method, path } of ROUTES) {
    const name: string = `${method} ${path}`;
    app.on(method, path, handlers[name as RouteName]);
  }
  app.notFound((c) => errorResponse(c, new LeadspringError('page_not_found', 'There is no such page.')));
  app.onError(onError(context));
  return app;
}
