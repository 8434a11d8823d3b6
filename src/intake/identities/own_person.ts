import { idFrom } from '../../base/index.ts';

/** The person an identity would be by itself alone, without any other handle. */
export function ownPerson(identity: {
  readonly kind: string;
  readonly platform: string;
  readonly value: string;
}): string {
  return identity.platform === ''
    ? idFrom('person', identity.kind, identity.value)
    : idFrom('person', identity.kind, identity.platform, identity.value);
}
