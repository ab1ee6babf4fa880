import type { ReadMessage } from '../../api/scans.ts'
import type { LargeField } from './byte-source.ts'
import { readAllBytes } from './byte-source.ts'
import { toBase64 } from './content-draft.ts'

type Part = ReadMessage['key']

/** The message with all bytes of its parts: what the screen has only the beginning of is fetched. */
export async function wholeMessage(
  on: { readonly clusterId: string; readonly topic: string },
  message: ReadMessage,
): Promise<ReadMessage> {
  const { partition, offset } = message
  const whole = async <Field extends Part>(field: Field, part: LargeField['part']): Promise<Field> => {
    if (!field.isCut) return field
    const bytes = await readAllBytes({ ...on, partition, offset, part }, field.sizeBytes)
    return { ...field, base64: toBase64(new Uint8Array(await bytes.arrayBuffer())), isCut: false }
  }
  return {
    ...message,
    key: await whole(message.key, { kind: 'key' }),
    value: await whole(message.value, { kind: 'value' }),
    headers: await Promise.all(message.headers.map((header, index) => whole(header, { kind: 'header', index }))),
  }
}
