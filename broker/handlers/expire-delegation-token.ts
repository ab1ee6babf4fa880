import { expireDelegationToken } from '../protocol/messages/expire-delegation-token.ts'
import { prolong } from './delegation-tokens.ts'
import { handler } from './handler.ts'

/** Says when a token expires; a negative period removes it at once. */
export const expireDelegationTokenHandler = handler(expireDelegationToken, ({ hmac, expiryTimePeriodMs }, context) =>
  prolong(context, { hmac, periodMs: expiryTimePeriodMs }),
)
