import { renewDelegationToken } from '../protocol/messages/renew-delegation-token.ts'
import { prolong } from './delegation-tokens.ts'
import { handler } from './handler.ts'

/** Lets a token count for longer, up to its maximum; without a period for as long as a new one. */
export const renewDelegationTokenHandler = handler(renewDelegationToken, ({ hmac, renewPeriodMs }, context) => {
  const { expiryTimeMs } = context.broker.settings.delegationTokens
  const periodMs = renewPeriodMs > 0n && renewPeriodMs < expiryTimeMs ? renewPeriodMs : expiryTimeMs
  return prolong(context, { hmac, periodMs })
})
