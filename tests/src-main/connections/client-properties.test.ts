import { describe, expect, test } from 'vitest'
import { readClientProperties } from '../../../src-main/connections/client-properties.ts'

const jaas = {
  plain: 'org.apache.kafka.common.security.plain.PlainLoginModule',
  scram: 'org.apache.kafka.common.security.scram.ScramLoginModule',
  oauth: 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule',
  aws: 'software.amazon.msk.auth.iam.IAMLoginModule',
  kerberos: 'com.sun.security.auth.module.Krb5LoginModule',
}

test('SCRAM over TLS, as it is passed around: comments, escapes, lines that go on, a quoted password', () => {
  const read = readClientProperties(String.raw`# of the platform team
! by hand
bootstrap.servers : b-1.example\:9093,\
    b-2.example:9093
security.protocol = sasl_ssl
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config = ${jaas.scram} required \
  username="al\\"ice" password="p\u00e4ss; =word";
ssl.truststore.location=C:\\certs\\trust.p12
ssl.truststore.type=PKCS12
ssl.truststore.password=trust\ me
acks=all
ssl.cipher.suites=TLS_AES_128_GCM_SHA256
`)
  expect(read).toEqual({
    bootstrapServers: 'b-1.example:9093,b-2.example:9093',
    security: {
      tls: {
        trust: { from: 'file', type: 'PKCS12', path: String.raw`C:\certs\trust.p12`, keyPath: null },
        identity: null,
        checksHostName: true,
      },
      login: { mechanism: 'SCRAM-SHA-512', username: 'al"ice' },
    },
    secrets: { trustStorePassword: 'trust me', password: 'päss; =word' },
    remarks: ['ssl.cipher.suites was left out: Brokkr decides this itself.'],
  })
})

test('Confluent Cloud as its page has it, in single quotes', () => {
  const { security, secrets, remarks } = readClientProperties(`# Required connection configs
bootstrap.servers=pkc-1.eu.confluent.cloud:9092
security.protocol=SASL_SSL
sasl.jaas.config=${jaas.plain} required username='KEY' password='S+/=";cret';
sasl.mechanism=PLAIN
client.dns.lookup=use_all_dns_ips
`)
  expect(security.login).toEqual({ mechanism: 'PLAIN', username: 'KEY' })
  expect(secrets).toEqual({ password: 'S+/=";cret' })
  expect(remarks).toEqual(['client.dns.lookup was left out: Brokkr decides this itself.'])
})

test.each(['hello world', 'acks=all', 'spring.kafka.bootstrap-servers=b:9092', '{"bootstrap.servers":"b:9092"}'])(
  'what says nothing of a connection is refused, not taken for one without security: %j',
  (text) => expect(() => readClientProperties(text)).toThrow('none of the properties'),
)

test('what another program puts in is no password', () => {
  const { secrets, remarks } = readClientProperties(
    `security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=${jaas.plain} required username="a" password="\${file:/x:pw}";`,
  )
  expect(secrets).toEqual({})
  expect(remarks[0]).toContain('${file:/x:pw} was left out')
})

test('mTLS with PEM in the properties themselves, and any host name', () => {
  const { security, secrets } = readClientProperties(
    [
      'security.protocol=SSL',
      'ssl.truststore.type=PEM',
      String.raw`ssl.truststore.certificates=-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----`,
      'ssl.keystore.type=PEM',
      'ssl.keystore.certificate.chain=chain',
      'ssl.keystore.key=key',
      'ssl.key.password=k',
      'ssl.endpoint.identification.algorithm=',
    ].join('\n'),
  )
  expect(security).toEqual({
    tls: {
      trust: { from: 'text', certificates: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' },
      identity: { from: 'text', certificates: 'chain' },
      checksHostName: false,
    },
    login: null,
  })
  expect(secrets).toEqual({ privateKey: 'key', keyPassword: 'k' })
})

test('OAuth with client credentials, by the options of JAAS and by the properties of Kafka 4.1', () => {
  const common =
    'security.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://idp/token\n'
  const expected = { mechanism: 'OAUTHBEARER', tokenEndpoint: 'https://idp/token', clientId: 'me', scope: 'kafka' }
  const byJaas = readClientProperties(
    `${common}sasl.jaas.config=${jaas.oauth} required clientId="me" clientSecret="s" scope="kafka" extension_logicalCluster="lkc-1";`,
  )
  expect(byJaas.security.login).toEqual({ ...expected, extensions: { logicalCluster: 'lkc-1' } })
  expect(byJaas.secrets).toEqual({ clientSecret: 's' })
  const prefix = 'sasl.oauthbearer.client.credentials.client'
  const byProperty = readClientProperties(`${common}${prefix}.id=me\n${prefix}.secret=s\nsasl.oauthbearer.scope=kafka`)
  expect(byProperty.security.login).toEqual({ ...expected, extensions: {} })
  expect(byProperty.secrets).toEqual({ clientSecret: 's' })
})

test('AWS MSK IAM takes the environment, or the profile that is named', () => {
  const text = (options: string) =>
    `security.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\nsasl.jaas.config=${jaas.aws} required ${options};\nsasl.client.callback.handler.class=x`
  const login = (options: string) => readClientProperties(text(options)).security.login
  expect(login('')).toEqual({ mechanism: 'AWS_MSK_IAM', region: null, credentials: { from: 'environment' } })
  expect(login('awsProfileName="ops"')).toMatchObject({ credentials: { from: 'profile', profile: 'ops' } })
  expect(readClientProperties(text('awsRoleArn="arn:x"')).remarks).toEqual([expect.stringContaining('awsRoleArn')])
})

test('what librdkafka calls it', () => {
  const { security, secrets, bootstrapServers } = readClientProperties(
    'metadata.broker.list=b:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanisms=PLAIN\nsasl.username=u\nsasl.password=p\nssl.ca.location=/ca.pem\nssl.certificate.location=/c.pem\nssl.key.location=/k.pem',
  )
  expect(bootstrapServers).toBe('b:9092')
  expect(security).toMatchObject({
    login: { mechanism: 'PLAIN', username: 'u' },
    tls: { trust: { type: 'PEM', path: '/ca.pem' }, identity: { type: 'PEM', path: '/c.pem', keyPath: '/k.pem' } },
  })
  expect(secrets).toEqual({ password: 'p' })
})

describe('refused, with the reason', () => {
  test.each([
    [
      'Kerberos by its module',
      `sasl.mechanism=PLAIN\nsasl.jaas.config=${jaas.kerberos} required useTicketCache=true;`,
      'Kerberos',
    ],
    ['Kerberos by default', '', 'Kerberos'],
    ['an unknown mechanism', 'sasl.mechanism=NTLM', 'which Brokkr does not speak'],
    [
      'a module that does not fit',
      `sasl.mechanism=PLAIN\nsasl.jaas.config=${jaas.scram} required username="u";`,
      'does not fit',
    ],
    ['no user', 'sasl.mechanism=PLAIN', 'No user is named'],
    [
      'a JAAS text that does not end',
      `sasl.mechanism=PLAIN\nsasl.jaas.config=${jaas.plain} required username="u"`,
      'semicolon',
    ],
    [
      'a quotation mark too few',
      `sasl.mechanism=PLAIN\nsasl.jaas.config=${jaas.plain} required username="u;`,
      'cannot be understood',
    ],
    ['no token endpoint', 'sasl.mechanism=OAUTHBEARER', 'token.endpoint.url'],
    [
      'a token endpoint that is none',
      'sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=file:///x',
      'Write an address',
    ],
  ])('%s', (_what, text, why) => {
    expect(() => readClientProperties(`security.protocol=SASL_SSL\n${text}`)).toThrow(why)
  })

  test('a protocol and a kind of store that do not exist', () => {
    expect(() => readClientProperties('security.protocol=HTTPS')).toThrow('security.protocol is HTTPS')
    const store = 'security.protocol=SSL\nssl.truststore.type=BKS\nssl.truststore.location=/x'
    expect(() => readClientProperties(store)).toThrow('ssl.truststore.type is BKS')
  })

  test('no text at all is a plain connection without an address', () => {
    expect(readClientProperties('')).toEqual({
      bootstrapServers: '',
      security: { tls: null, login: null },
      secrets: {},
      remarks: [],
    })
  })
})
