/** Errors as pages for people, and in the one JSON shape for programs. Nothing internal leaves the house. */
import type { Context } from 'hono';
import { type ErrorCode, errorJson, LeadspringError, toLeadspringError } from '../../base/index.ts';
import type { WebContext, WebEnv } from './context.ts';
import { errorPage } from './pages/error.ts';

type Status = 400 | 403 | 404 | 405 | 409 | 413 | 421 | 500 | 503;

const STATUS: Readonly<Partial<Record<ErrorCode, Status>>> = {
  argument_invalid: 400,
  page_not_found: 404,
  organization_not_found: 404,
  person_not_found: 404,
  decision_not_found: 404,
  source_unknown: 404,
  request_forged: 403,
  suggestion_not_found: 409,
  lead_ambiguous: 409,
  decision_undone: 409,
  decision_without_effect: 409,
  person_locked: 409,
  step_not_found: 404,
  step_undone: 409,
  contact_forbidden: 409,
  nothing_learned: 409,
  source_name_taken: 409,
  source_paused: 409,
  source_way_missing: 409,
  setting_invalid: 400,
  request_too_large: 413,
  database_unreachable: 503,
};

/** Whether the caller is a program that asked for JSON. */
function wantsJson(c: Context): boolean {
  const accept = c.req.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** The answer for an expected error; its message may be shown. */
export async function errorResponse(c: Context, error: LeadspringError, status?: Status): Promise<Response> {
  const code = status ?? STATUS[error.code] ?? 500;
  if (wantsJson(c)) return c.json(errorJson(error), code);
  return c.html(await errorPage(error, code), code);
}

/** Handles whatever a page throws: what a caller can mend is shown, all else is logged and only numbered. */
export function onError(context: WebContext) {
  return (thrown: Error, c: Context<WebEnv>): Promise<Response> => {
    const error = toLeadspringError(thrown);
    const status = STATUS[error.code] ?? 500;
    if (status < 500) return errorResponse(c, error);
    const request = c.get('requestId');
    context.log.error({ request, code: error.code, path: c.req.path, err: thrown }, 'a page failed');
    const message = `The page could not be made. The log has the reason under the request ${request}.`;
    return errorResponse(c, new LeadspringError(error.code, message));
  };
}
