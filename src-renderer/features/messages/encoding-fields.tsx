import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import type { ContentDraft, Encoding, SchemaChoice } from './content-draft.ts'
import type { ContentCheck } from './use-content-check.ts'
import { texts } from '../../languages/texts.ts'

const encodings = (): readonly { readonly value: Encoding; readonly label: string }[] => [
  { value: 'text', label: texts.messages.text },
  { value: 'json', label: 'JSON' },
  { value: 'schema', label: texts.messages.withASchema },
  { value: 'hex', label: 'Hex' },
  { value: 'base64', label: 'Base64' },
]

export interface EncodingFieldProps {
  /** The accessible name. */
  readonly label: string
  readonly encoding: Encoding
  readonly onChange: (encoding: Encoding) => void
  readonly hasSchemas: boolean
  readonly isDisabled?: boolean
}

/** As what it is written. */
export function EncodingField(props: EncodingFieldProps): ReactNode {
  const { label, encoding, onChange, hasSchemas, isDisabled = false } = props
  return (
    <SelectField
      label={label}
      isLabelHidden
      width={132}
      value={encoding}
      options={hasSchemas ? encodings() : encodings().filter(({ value }) => value !== 'schema' && value !== 'json')}
      onChange={onChange}
      isDisabled={isDisabled}
    />
  )
}

export interface SchemaFieldsProps {
  readonly part: 'key' | 'value'
  readonly topic: string
  readonly draft: ContentDraft
  readonly check: ContentCheck | undefined
  readonly onChange: (schema: SchemaChoice) => void
}

/** With which schema it is written: of the registry, or of a file. */
export function SchemaFields({ part, topic, draft, check, onChange }: SchemaFieldsProps): ReactNode {
  const files = useQuery(queries.decoding.schemaFiles.queryOptions()).data ?? []
  const { schema } = draft
  const types = check?.messageTypes ?? []
  const name = part === 'key' ? texts.messages.schemaOfTheKey : texts.messages.schemaOfTheValue
  return (
    <FieldGrid>
      <SelectField
        label={name}
        value={schema.from === 'file' ? `file ${schema.name}` : schema.from}
        options={[
          { value: 'topic', label: texts.messages.ofRegistry(`${topic}-${part}`) },
          { value: 'subject', label: texts.messages.registryAnotherSubject },
          ...files.map((file) => ({ value: `file ${file.name}`, label: texts.messages.ofFile(file.name) })),
        ]}
        onChange={(chosen) =>
          onChange(
            chosen.startsWith('file ')
              ? { from: 'file', name: chosen.slice('file '.length), messageType: '' }
              : { from: chosen === 'subject' ? 'subject' : 'topic', name: '', messageType: '' },
          )
        }
      />
      {schema.from === 'subject' && (
        <TextField
          label={texts.messages.subject}
          isMonospace
          value={schema.name}
          onChange={(subject) => onChange({ ...schema, name: subject })}
        />
      )}
      {types.length > 1 && (
        <SelectField
          label={texts.messages.messageType}
          value={schema.messageType === '' ? (types[0] ?? '') : schema.messageType}
          options={types.map((value) => ({ value, label: value }))}
          onChange={(messageType) => onChange({ ...schema, messageType })}
        />
      )}
    </FieldGrid>
  )
}
