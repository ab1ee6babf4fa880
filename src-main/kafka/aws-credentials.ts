import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { AwsLogin } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import type { AwsKeys } from './aws-signature.ts'
import { LoginImpossibleError } from './kafka-errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The keys that sign, read anew at each login: those of the environment and of files change. @throws LoginImpossibleError */
export async function awsKeys({ credentials }: AwsLogin, environment: Environment = process.env): Promise<AwsKeys> {
  if (credentials.from === 'keys') return credentials
  if (credentials.from === 'profile') return profileKeys(credentials.profile, environment)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new LoginImpossibleError(texts.kafka.aws.noKeys, texts.kafka.aws.setKeys)
  }
  return { accessKeyId, secretAccessKey, sessionToken: environment['AWS_SESSION_TOKEN'] ?? null }
}

/**
 * The region to sign for: as it is set, as the broker's name tells (`b-1.x.kafka.us-east-1.amazonaws.com`), or that of the
 * environment.
 */
export function awsRegion({ region }: AwsLogin, host: string, environment: Environment = process.env): string {
  const told = region === '' ? null : region
  const found =
    told ??
    /\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/.exec(host)?.[1] ??
    environment['AWS_REGION'] ??
    environment['AWS_DEFAULT_REGION']
  if (found !== undefined) return found
  throw new LoginImpossibleError(texts.kafka.aws.noRegion(host), texts.kafka.aws.writeRegion)
}

async function profileKeys(profile: string, environment: Environment): Promise<AwsKeys> {
  const path = environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials')
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new LoginImpossibleError(texts.kafka.aws.noFile(why), texts.kafka.aws.makeFile)
  })
  const section = sectionOf(text, profile)
  const accessKeyId = section?.get('aws_access_key_id')
  const secretAccessKey = section?.get('aws_secret_access_key')
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const { noProfile, profileWithoutKeys, exportKeys } = texts.kafka.aws
    const why = section === null ? noProfile(path, profile) : profileWithoutKeys(path, profile)
    throw new LoginImpossibleError(why, exportKeys)
  }
  return { accessKeyId, secretAccessKey, sessionToken: section?.get('aws_session_token') ?? null }
}

/** One section of an INI file, names in lower case; null when there is none of that name. */
function sectionOf(text: string, name: string): Map<string, string> | null {
  let found: Map<string, string> | null = null
  let isIn = false
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1]
    if (heading !== undefined) {
      isIn = heading === name
      if (isIn) found ??= new Map()
    }
    const [, key, value] = /^\s*([^#;=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (isIn && key !== undefined && value !== undefined) found?.set(key.toLowerCase(), value)
  }
  return found
}
