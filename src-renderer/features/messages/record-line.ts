import type { ReadMessage } from '../../api/scans.ts'
import { decodeBase64 } from './base64.ts'

export interface RecordOfTopic {
  readonly topic: string
  readonly message: ReadMessage
}

type Part = Pick<ReadMessage['key'], 'isNull' | 'base64'>

/** A whole record as a line of an export to JSON Lines: what *Produce from a file* reads back, byte for byte. */
export function recordLine({ topic, message }: RecordOfTopic): string {
  const { partition, offset, timestamp, timestampType, key, value, headers } = message
  const members = [
    `"topic":${JSON.stringify(topic)}`,
    `"partition":${partition}`,
    `"offset":${offset}`,
    `"timestamp":${timestamp}`,
    `"timestampType":${JSON.stringify(timestampType)}`,
    `"key":${encoded(key)}`,
    `"value":${encoded(value)}`,
    `"headers":[${headers.map((header) => `{"key":${JSON.stringify(header.key)},"value":${encoded(header)}}`).join(',')}]`,
  ]
  return `{${members.join(',')}}`
}

function encoded({ isNull, base64 }: Part): string {
  if (isNull) return 'null'
  const text = textOf(base64)
  return JSON.stringify(text === null ? { base64 } : { text })
}

/** As text; null where the bytes are none. */
export function textOf(base64: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decodeBase64(base64))
  } catch {
    return null
  }
}

/** What prints the same record in a shell. */
export function kcatCommand(bootstrapServers: string, { topic, message }: RecordOfTopic): string {
  const { partition, offset } = message
  const servers = bootstrapServers.replaceAll(/\s/g, '')
  return `kcat -b ${servers} -C -t ${topic} -p ${partition} -o ${offset} -c 1 -f 'key: %k\\nheaders: %h\\n%s\\n'`
}
