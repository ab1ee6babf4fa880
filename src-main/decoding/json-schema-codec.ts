import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { DecodeError } from './decode-error.ts'
import { parseExactJson } from './exact-json.ts'
import type { MessageCodec, SchemaSource } from './schema-codec.ts'

/** @throws Error when the schema cannot be read */
export function jsonSchemaCodec({ text, references }: SchemaSource): MessageCodec {
  const schema = JSON.parse(text) as { readonly $schema?: string; readonly title?: string }
  const options = { allErrors: true, strict: false, validateFormats: false, validateSchema: false } as const
  const ajv = (schema.$schema ?? '').includes('2020') ? new Ajv2020(options) : new Ajv(options)
  for (const reference of references) ajv.addSchema(JSON.parse(reference.text) as object, reference.name)
  const { $schema: _, ...body } = schema
  const validate = ajv.compile(body)
  /** Null: it fits. */
  const complaintAbout = (json: string): string | null => {
    if (validate(JSON.parse(json))) return null
    return ajv.errorsText(validate.errors, { dataVar: 'value', separator: '; ' })
  }
  return {
    messageTypes: [],
    messagePath: () => [],
    decode: (bytes) => {
      const json = bytes.toString('utf8')
      const content = parseExactJson(json)
      return { content, typeName: schema.title ?? 'JSON', complaint: complaintAbout(json) }
    },
    encode: (json) => {
      const complaint = complaintAbout(json)
      if (complaint !== null) throw new DecodeError(complaint)
      return Buffer.from(json)
    },
  }
}
