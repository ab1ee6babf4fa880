import { describe, expect, test } from 'vitest'
import { awsRegion, awsKeys } from '../../../src-main/kafka/aws-credentials.ts'
import { awsSignature, sha256, signingKey } from '../../../src-main/kafka/aws-signature.ts'
import { mskIamPayload } from '../../../src-main/kafka/msk-iam.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeFile } from 'node:fs/promises'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

describe('the vectors that AWS has published', () => {
  const scope = { time: new Date('2015-08-30T12:36:00Z'), region: 'us-east-1', service: 'service' }
  const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' }
  const get = { method: 'GET', path: '/', query: {}, headers, payloadHash: sha256('') }

  test('the key of the documentation', () => {
    const key = signingKey(secretAccessKey, { ...scope, service: 'iam' })
    expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9')
  })

  test.each([
    ['get-vanilla', get, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      { ...get, query: { Param2: 'value2', Param1: 'value1' } },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-empty-query-key',
      { ...get, query: { Param1: 'value1' } },
      'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    ],
    ['post-vanilla', { ...get, method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'get-header-value-trim',
      { ...get, headers: { ...headers, 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        ...get,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payloadHash: sha256('Param1=value1'),
      },
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('%s', (_name, request, signature) => {
    expect(awsSignature(request, scope, secretAccessKey)).toBe(signature)
  })

  test('the query that is signed in the documentation of S3', () => {
    const query = {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
    }
    const request = {
      method: 'GET',
      path: '/test.txt',
      query,
      headers: { host: 'examplebucket.s3.amazonaws.com' },
      payloadHash: 'UNSIGNED-PAYLOAD',
    }
    const day = { time: new Date('2013-05-24T00:00:00Z'), region: 'us-east-1', service: 's3' }
    expect(awsSignature(request, day, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })
})

describe('AWS MSK IAM', () => {
  const host = 'b-1.demo.abc.c2.kafka.eu-central-1.amazonaws.com'
  const login = { mechanism: 'AWS_MSK_IAM', region: null, credentials: { from: 'environment' } } as const

  test('what is sent has the names of the protocol, and the token of temporary keys', () => {
    const scope = { time: new Date('2026-01-02T03:04:05Z'), region: 'eu-central-1', service: 'kafka-cluster' }
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken: 'token' }
    expect(mskIamPayload(host, scope, keys)).toEqual({
      version: '2020_10_22',
      host,
      'user-agent': 'brokkr',
      action: 'kafka-cluster:Connect',
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': 'AKIDEXAMPLE/20260102/eu-central-1/kafka-cluster/aws4_request',
      'x-amz-date': '20260102T030405Z',
      'x-amz-expires': '900',
      'x-amz-security-token': 'token',
      'x-amz-signedheaders': 'host',
      'x-amz-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('the region is told by the setting, the name of the broker, or the environment', () => {
    expect(awsRegion({ ...login, region: 'us-west-2' }, host, {})).toBe('us-west-2')
    expect(awsRegion(login, host, {})).toBe('eu-central-1')
    expect(awsRegion(login, 'b-1.x.kafka-serverless.us-gov-west-1.amazonaws.com', {})).toBe('us-gov-west-1')
    expect(awsRegion(login, 'kafka.internal', { AWS_REGION: 'sa-east-1' })).toBe('sa-east-1')
    expect(() => awsRegion(login, 'kafka.internal', {})).toThrow('does not tell the AWS region')
  })

  test('keys come from the environment or a profile, and it is said where they are missing', async () => {
    await using folder = await temporaryFolder()
    const file = folder.join('credentials')
    await writeFile(
      file,
      '[default]\naws_access_key_id = A\naws_secret_access_key = S = x\n\n# ops\n[ops]\naws_access_key_id=B\naws_secret_access_key=T\naws_session_token=U\n[sso]\nsso_session=x\n',
    )
    const environment = { AWS_SHARED_CREDENTIALS_FILE: file }
    const profile = (name: string) => ({ ...login, credentials: { from: 'profile', profile: name } as const })
    expect(await awsKeys(profile('default'), environment)).toEqual({
      accessKeyId: 'A',
      secretAccessKey: 'S = x',
      sessionToken: null,
    })
    expect(await awsKeys(profile('ops'), environment)).toMatchObject({ accessKeyId: 'B', sessionToken: 'U' })
    await expect(awsKeys(profile('sso'), environment)).rejects.toThrow('holds no keys for the profile sso')
    await expect(awsKeys(profile('nobody'), environment)).rejects.toThrow('has no profile nobody')
    await expect(awsKeys(profile('x'), { AWS_SHARED_CREDENTIALS_FILE: '/nowhere' })).rejects.toThrow('cannot be read')
    await expect(awsKeys(login, {})).rejects.toThrow('AWS_ACCESS_KEY_ID')
    const fromEnvironment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S', AWS_SESSION_TOKEN: 'T' }
    expect(await awsKeys(login, fromEnvironment)).toMatchObject({ sessionToken: 'T' })
  })
})
