/** The validation page, and the choice between what was learned and the default weights. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { holdsMadeUp } from '../../../intake/index.ts';
import { readBacktest, readLearned, useLearned } from '../../../leads/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { validationPage } from '../pages/validation.ts';
import { readQuery } from '../query.ts';

const NOTHING = z.strictObject({});

export function validationHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    readQuery(NOTHING, c.req.queries());
    const [result, learned, madeUp] = await Promise.all([readBacktest(db), readLearned(db), holdsMadeUp(db)]);
    return c.html(validationPage({ result, learned, madeUp, token: forms.field(c) }));
  };
}

export function useLearnedHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    await useLearned(db, form.get('use') === 'learned');
    return c.redirect('/validation', 303);
  };
}
