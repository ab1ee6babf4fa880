import { brokerConfig, type BrokerConfigDetails } from './broker-config.ts'
import type { ConfigDefinition } from './config-definition.ts'

const perBroker: BrokerConfigDetails = { updateMode: 'per-broker' }

/** Encryption: keys, certificates and versions of TLS. */
export const brokerTlsConfigs: readonly ConfigDefinition[] = [
  brokerConfig('ssl.keystore.type', ['string', 'JKS', 'The format of the key store: JKS, PKCS12 or PEM.'], perBroker),
  brokerConfig('ssl.keystore.location', ['string', null, 'The file with the key of the broker.'], perBroker),
  brokerConfig('ssl.keystore.password', ['password', null, 'The password of the key store.'], perBroker),
  brokerConfig('ssl.keystore.key', ['password', null, 'The key of the broker itself, in PEM.'], perBroker),
  brokerConfig(
    'ssl.keystore.certificate.chain',
    ['password', null, 'The certificates of the key, in PEM, its own first.'],
    perBroker,
  ),
  brokerConfig('ssl.key.password', ['password', null, 'The password of the key.'], perBroker),
  brokerConfig(
    'ssl.truststore.type',
    ['string', 'JKS', 'The format of the trust store: JKS, PKCS12 or PEM.'],
    perBroker,
  ),
  brokerConfig('ssl.truststore.location', ['string', null, 'The file with trusted certificates.'], perBroker),
  brokerConfig('ssl.truststore.password', ['password', null, 'The password of the trust store.'], perBroker),
  brokerConfig('ssl.truststore.certificates', ['password', null, 'Trusted certificates, in PEM.'], perBroker),
  brokerConfig('ssl.client.auth', ['string', 'none', 'Whether clients must show a certificate.'], {
    ...perBroker,
    valid: { choices: ['required', 'requested', 'none'] },
  }),
  brokerConfig('ssl.principal.mapping.rules', [
    'string',
    'DEFAULT',
    'How the name in the certificate of a client becomes the name of a user.',
  ]),
  brokerConfig('ssl.protocol', ['string', 'TLSv1.3', 'Accepted; ssl.enabled.protocols decides.'], perBroker),
  brokerConfig('ssl.enabled.protocols', ['list', 'TLSv1.2,TLSv1.3', 'The versions of TLS that are spoken.'], perBroker),
  brokerConfig('ssl.cipher.suites', ['list', '', "The cipher suites, by Java's names; empty for all."], perBroker),
  brokerConfig(
    'ssl.endpoint.identification.algorithm',
    ['string', 'https', 'Accepted; it concerns connections that the broker opens itself.'],
    perBroker,
  ),
]

/** Authentication. */
export const brokerSaslConfigs: readonly ConfigDefinition[] = [
  brokerConfig('sasl.enabled.mechanisms', ['list', 'GSSAPI', 'The SASL mechanisms that are offered.'], perBroker),
  brokerConfig(
    'sasl.mechanism.inter.broker.protocol',
    ['string', 'GSSAPI', 'The SASL mechanism between brokers.'],
    perBroker,
  ),
  brokerConfig('sasl.jaas.config', ['password', null, 'A login module in the format of JAAS.'], perBroker),
  brokerConfig('sasl.server.max.receive.size', [
    'int',
    '524288',
    'How large a request may be before the client has shown who it is, in bytes.',
  ]),
  brokerConfig('sasl.server.callback.handler.class', [
    'class',
    null,
    'The Java class that checks tokens of OAUTHBEARER; those of Apache Kafka are known here.',
  ]),
  brokerConfig('connections.max.reauth.ms', [
    'long',
    '0',
    'How long clients of SASL may stay without showing again who they are, in milliseconds; 0 as long as they like.',
  ]),
  brokerConfig('sasl.oauthbearer.jwks.endpoint.url', [
    'string',
    null,
    'Where the keys are that tokens are signed with: an http, https or file URL.',
  ]),
  brokerConfig('sasl.oauthbearer.jwks.endpoint.refresh.ms', [
    'long',
    '3600000',
    'How often those keys are fetched again, in milliseconds.',
  ]),
  brokerConfig('sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', [
    'long',
    '100',
    'How long to wait after a failed attempt to fetch keys, in milliseconds.',
  ]),
  brokerConfig('sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms', [
    'long',
    '10000',
    'The longest wait between such attempts, in milliseconds.',
  ]),
  brokerConfig('sasl.oauthbearer.expected.audience', ['list', '', 'Whom tokens must be made for.']),
  brokerConfig('sasl.oauthbearer.expected.issuer', ['string', null, 'Who must have made tokens.']),
  brokerConfig('sasl.oauthbearer.scope.claim.name', ['string', 'scope', 'The claim of a token that holds its scopes.']),
  brokerConfig('sasl.oauthbearer.sub.claim.name', ['string', 'sub', 'The claim of a token that names its user.']),
  brokerConfig('sasl.oauthbearer.clock.skew.seconds', [
    'int',
    '30',
    'How far the clock of whoever makes tokens may be off, in seconds.',
  ]),
  brokerConfig('delegation.token.secret.key', ['password', null, 'The secret that delegation tokens are made from.']),
  brokerConfig(
    'delegation.token.max.lifetime.ms',
    ['long', '604800000', 'How long a delegation token can be renewed, in milliseconds.'],
    { valid: { min: 1 } },
  ),
  brokerConfig(
    'delegation.token.expiry.time.ms',
    ['long', '86400000', 'How long a delegation token counts without being renewed, in milliseconds.'],
    { valid: { min: 1 } },
  ),
  brokerConfig(
    'delegation.token.expiry.check.interval.ms',
    ['long', '3600000', 'How often expired delegation tokens are removed, in milliseconds.'],
    { valid: { min: 1 } },
  ),
]
