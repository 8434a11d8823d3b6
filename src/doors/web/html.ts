/** Pages are tagged templates; every value put into one is escaped. */
import { html } from 'hono/html';

export { html };

/** A piece of a page, escaped already. */
export type Html = ReturnType<typeof html>;
