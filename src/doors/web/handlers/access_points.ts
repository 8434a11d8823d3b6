/** From forms to what is said of access points, and back. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { type AccessPointChange, accessPointsOf, changeAccessPoint } from '../../../leads/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { accessPointsPage } from '../pages/access_points.ts';
import { readQuery } from '../query.ts';

const NOTHING = z.strictObject({});

export function accessPointsHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    readQuery(NOTHING, c.req.queries());
    return c.html(accessPointsPage(await accessPointsOf(db), forms.field(c)));
  };
}

const FIELDS = ['owner', 'audience', 'paid', 'cost', 'currency', 'next'] as const;

export function changeAccessPointHandler({ db, clock }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    const given = FIELDS.flatMap((field) => {
      const value = form.get(field);
      return value === null ? [] : [[field, value] as const];
    });
    const name = c.req.param('name') ?? '';
    await changeAccessPoint(db, name, Object.fromEntries(given) as AccessPointChange, clock.now());
    return c.redirect(`/access-points#ap-${name}`, 303);
  };
}
