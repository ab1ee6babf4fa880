import type { AwsLogin } from '../connections/connection-security.ts'
import { awsKeys, awsRegion } from './aws-credentials.ts'
import {
  awsAlgorithm,
  awsSignature,
  awsTime,
  credentialScope,
  sha256,
  signedHeaders,
  type AwsKeys,
  type SigningScope,
} from './aws-signature.ts'

/*
 * AWS_MSK_IAM: the client sends, as JSON, what would be the query of a signed request
 * `GET /?Action=kafka-cluster:Connect` to the broker, and the broker answers with JSON that holds a request id.
 */

const action = 'kafka-cluster:Connect'
const lifetimeSeconds = 900

/** The one message of the client. @throws LoginImpossibleError where keys or region cannot be had */
export async function mskIamMessage(login: AwsLogin, host: string): Promise<Uint8Array> {
  const scope = { time: new Date(), region: awsRegion(login, host), service: 'kafka-cluster' }
  return Buffer.from(JSON.stringify(mskIamPayload(host, scope, await awsKeys(login))))
}

export function mskIamPayload(host: string, scope: SigningScope, keys: AwsKeys): Record<string, string> {
  const headers = { host }
  const query = {
    Action: action,
    'X-Amz-Algorithm': awsAlgorithm,
    'X-Amz-Credential': `${keys.accessKeyId}/${credentialScope(scope)}`,
    'X-Amz-Date': awsTime(scope.time),
    'X-Amz-Expires': String(lifetimeSeconds),
    ...(keys.sessionToken === null ? {} : { 'X-Amz-Security-Token': keys.sessionToken }),
    'X-Amz-SignedHeaders': signedHeaders(headers),
  }
  const request = { method: 'GET', path: '/', query, headers, payloadHash: sha256('') }
  const signature = awsSignature(request, scope, keys.secretAccessKey)
  const message: Record<string, string> = { version: '2020_10_22', host, 'user-agent': 'brokkr' }
  for (const [name, value] of Object.entries({ ...query, 'X-Amz-Signature': signature })) {
    message[name.toLowerCase()] = value
  }
  return message
}
