import { IconBinary } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { FieldFormat, TopicDecoding } from '../../api/decoding.ts'
import { useDecodingChoice, useRememberDecoding } from '../../api/decoding.ts'
import { problemOf } from '../../api/problem.ts'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { Popover } from '../../components/popover.tsx'
import styles from './scan-bar.module.css'

export interface DecodeMenuProps {
  readonly clusterId: string
  readonly topic: string
  /** The rows are to be read again. */
  readonly onChanged: () => void
}

const FORMATS: readonly { readonly value: FieldFormat; readonly label: string }[] = [
  { value: 'auto', label: 'Automatic, per message' },
  { value: 'text', label: 'Text' },
  { value: 'json', label: 'JSON' },
  { value: 'avro', label: 'Avro' },
  { value: 'protobuf', label: 'Protobuf' },
  { value: 'json-schema', label: 'JSON Schema' },
  { value: 'msgpack', label: 'MessagePack' },
  { value: 'cbor', label: 'CBOR' },
  { value: 'xml', label: 'XML' },
  { value: 'uuid', label: 'UUID' },
  ...(['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64'] as const).map(
    (value) => ({ value, label: value }),
  ),
  ...(
    ['int16-le', 'int32-le', 'int64-le', 'uint16-le', 'uint32-le', 'uint64-le', 'float32-le', 'float64-le'] as const
  ).map((value) => ({ value, label: `${value.slice(0, -3)}, little endian` })),
  { value: 'hex', label: 'Hex' },
  { value: 'base64', label: 'Base64' },
  { value: 'kafka-internal', label: 'Kafka’s own topics' },
]

/** How the bytes of key and value are read; remembered for the topic, or for all that are called so. */
export function DecodeMenu({ clusterId, topic, onChanged }: DecodeMenuProps): ReactNode {
  const choice = useDecodingChoice({ clusterId, topic })
  const remember = useRememberDecoding(clusterId)
  const [pattern, setPattern] = useState('')
  const choose = (part: 'key' | 'value', format: FieldFormat, schemaFile: string | null = null): void => {
    const decoding: TopicDecoding = { ...choice, [part]: { format, schemaFile, messageType: null } }
    const name = pattern.trim()
    const scope = name === '' ? { kind: 'topic' as const, name: topic } : { kind: 'pattern' as const, name }
    remember({ ...scope, decoding }).then(onChanged, (error: unknown) =>
      notifyProblem(problemOf(error, 'The choice was not remembered.')),
    )
  }
  const isChanged = choice.key.format !== 'auto' || choice.value.format !== 'auto'
  return (
    <Popover
      width={250}
      trigger={
        <button type="button" className={styles.options} aria-label="Decode as" data-changed={isChanged}>
          <IconBinary size={15} aria-hidden />
        </button>
      }
    >
      <Stack gap={10}>
        <SelectField
          label="Read keys as"
          isSearchable
          value={choice.key.format}
          options={FORMATS}
          onChange={(format) => choose('key', format)}
        />
        <SchemaFile label="Schema of keys" decoding={choice.key} onChange={(...chosen) => choose('key', ...chosen)} />
        <SelectField
          label="Read values as"
          isSearchable
          value={choice.value.format}
          options={FORMATS}
          onChange={(format) => choose('value', format)}
        />
        <SchemaFile
          label="Schema of values"
          decoding={choice.value}
          onChange={(...chosen) => choose('value', ...chosen)}
        />
        <TextField
          label="Also of topics called"
          description="A name with *, such as orders-*; empty: this topic only"
          isMonospace
          value={pattern}
          onChange={setPattern}
        />
      </Stack>
    </Popover>
  )
}

interface SchemaFileProps {
  readonly label: string
  readonly decoding: TopicDecoding['value']
  readonly onChange: (format: FieldFormat, schemaFile: string | null) => void
}

/** Of formats that need a schema: the one that each message names, or that of a file. */
function SchemaFile({ label, decoding, onChange }: SchemaFileProps): ReactNode {
  const { format, schemaFile } = decoding
  const files = useQuery(queries.decoding.schemaFiles.queryOptions()).data ?? []
  if (format !== 'avro' && format !== 'protobuf' && format !== 'json-schema') return null
  return (
    <SelectField
      label={label}
      value={schemaFile === null ? 'registry' : `file ${schemaFile}`}
      options={[
        { value: 'registry', label: 'As the message says, of the registry' },
        ...files
          .filter(({ kind }) => kind === format)
          .map(({ name }) => ({ value: `file ${name}`, label: `File: ${name}` })),
      ]}
      onChange={(chosen) => onChange(format, chosen === 'registry' ? null : chosen.slice('file '.length))}
    />
  )
}
