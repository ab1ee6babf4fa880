import type { Environment } from '../environment/environment.ts'
import type { JaasEntry } from '../security/sasl/jaas.ts'
import { JsonWebKeys } from '../security/sasl/json-web-keys.ts'
import { signedTokens, unsecuredTokens, type ValidateToken } from '../security/sasl/token-validation.ts'
import { SecuritySettingError } from '../security/security-setting-error.ts'
import type { ListenerConfigs } from './listener-configs.ts'

export interface OAuthBearerSources {
  readonly environment: Environment
  readonly report: (message: string) => void
  /** Takes the key sets that must be fetched before the listener is opened. */
  readonly keySets: JsonWebKeys[]
}

const mechanism = 'OAUTHBEARER'

/** Apache Kafka's handlers of signed tokens, by their names now and before. */
const signedHandler =
  /^org\.apache\.kafka\.common\.security\.oauthbearer\.(?:secured\.|internals\.secured\.)?OAuthBearerValidatorCallbackHandler$/
const unsecuredHandler =
  'org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler'

/**
 * Who checks the tokens of a listener: signatures wherever a key set is named. Only where none is, and no handler for
 * signed tokens either, are unsigned tokens taken, as by Apache Kafka.
 * @throws SecuritySettingError
 */
export function tokenValidation(
  configs: ListenerConfigs,
  jaas: JaasEntry | null,
  sources: OAuthBearerSources,
): ValidateToken {
  const handler = configs.text('sasl.server.callback.handler.class', mechanism)
  const url = configs.text('sasl.oauthbearer.jwks.endpoint.url', mechanism)
  if (handler !== null && handler !== unsecuredHandler && !signedHandler.test(handler)) {
    throw new SecuritySettingError(`sasl.server.callback.handler.class is ${handler}, which is not known here.`)
  }
  if (url !== null && handler !== unsecuredHandler) return signed(configs, url, sources)
  if (handler === null || handler === unsecuredHandler) return unsecured(jaas, sources)
  throw new SecuritySettingError('OAUTHBEARER needs sasl.oauthbearer.jwks.endpoint.url to check signatures.')
}

function signed(configs: ListenerConfigs, url: string, sources: OAuthBearerSources): ValidateToken {
  if (!/^(?:https?|file):\/\//.test(url) || !URL.canParse(url)) {
    throw new SecuritySettingError(
      `sasl.oauthbearer.jwks.endpoint.url is '${url}'; it must be an http, https or file URL.`,
    )
  }
  const { clock, disk } = sources.environment
  const number = (name: string): number => configs.number(`sasl.oauthbearer.${name}`, mechanism)
  const keys = new JsonWebKeys({
    url,
    refreshMs: number('jwks.endpoint.refresh.ms'),
    retryBackoffMs: number('jwks.endpoint.retry.backoff.ms'),
    retryBackoffMaxMs: number('jwks.endpoint.retry.backoff.max.ms'),
    clock,
    readFile: (path) => disk.readFile(path),
    report: sources.report,
  })
  sources.keySets.push(keys)
  return signedTokens({
    keys,
    expectedAudiences: configs.list('sasl.oauthbearer.expected.audience', mechanism),
    expectedIssuer: configs.text('sasl.oauthbearer.expected.issuer', mechanism),
    scopeClaim: configs.text('sasl.oauthbearer.scope.claim.name', mechanism) ?? 'scope',
    subjectClaim: configs.text('sasl.oauthbearer.sub.claim.name', mechanism) ?? 'sub',
    clockSkewMs: number('clock.skew.seconds') * 1000,
    now: () => clock.now(),
  })
}

function unsecured(jaas: JaasEntry | null, { environment, report }: OAuthBearerSources): ValidateToken {
  report('OAUTHBEARER takes tokens that nobody has signed; set sasl.oauthbearer.jwks.endpoint.url to check them')
  const option = (name: string): string => (jaas?.options.get(`unsecuredValidator${name}`) ?? '').trim()
  const skew = option('AllowableClockSkewMs')
  if (!/^\d*$/.test(skew)) {
    throw new SecuritySettingError(`unsecuredValidatorAllowableClockSkewMs is '${skew}', no number.`)
  }
  return unsecuredTokens({
    subjectClaim: option('PrincipalClaimName') || 'sub',
    scopeClaim: option('ScopeClaimName') || 'scope',
    requiredScopes: option('RequiredScope')
      .split(/\s+/)
      .filter((scope) => scope !== ''),
    clockSkewMs: Number(skew),
    now: () => environment.clock.now(),
  })
}
