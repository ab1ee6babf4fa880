import { IconBinary } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { FieldDecoding, FieldFormat, TopicDecoding } from '../../api/decoding.ts'
import { useDecodingChoice, useRememberDecoding } from '../../api/decoding.ts'
import { problemOf } from '../../api/problem.ts'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { Popover } from '../../components/popover.tsx'
import styles from './scan-bar.module.css'
import { texts } from '../../languages/texts.ts'

export interface DecodeMenuProps {
  readonly clusterId: string
  readonly topic: string
  /** The rows are to be read again. */
  readonly onChanged: () => void
}

const formats = (): readonly { readonly value: FieldFormat; readonly label: string }[] => [
  { value: 'auto', label: texts.messages.automaticPerMessage },
  { value: 'text', label: texts.messages.text },
  { value: 'json', label: 'JSON' },
  { value: 'avro', label: 'Avro' },
  { value: 'protobuf', label: 'Protobuf' },
  { value: 'json-schema', label: texts.messages.jsonSchema },
  { value: 'msgpack', label: texts.messages.messagepack },
  { value: 'cbor', label: 'CBOR' },
  { value: 'xml', label: 'XML' },
  { value: 'uuid', label: 'UUID' },
  ...(['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64'] as const).map(
    (value) => ({ value, label: value }),
  ),
  ...(
    ['int16-le', 'int32-le', 'int64-le', 'uint16-le', 'uint32-le', 'uint64-le', 'float32-le', 'float64-le'] as const
  ).map((value) => ({ value, label: texts.messages.littleEndian(value.slice(0, -3)) })),
  { value: 'hex', label: 'Hex' },
  { value: 'base64', label: 'Base64' },
  { value: 'kafka-internal', label: texts.messages.kafkasOwnTopics },
]

/** How the bytes of key and value are read; remembered for the topic, or for all that are called so. */
export function DecodeMenu({ clusterId, topic, onChanged }: DecodeMenuProps): ReactNode {
  const choice = useDecodingChoice({ clusterId, topic })
  const remember = useRememberDecoding(clusterId)
  const [pattern, setPattern] = useState('')
  const choose = (part: 'key' | 'value', chosen: Partial<FieldDecoding> & { readonly format: FieldFormat }): void => {
    const decoding: TopicDecoding = { ...choice, [part]: { schemaFile: null, messageType: null, ...chosen } }
    const name = pattern.trim()
    const scope = name === '' ? { kind: 'topic' as const, name: topic } : { kind: 'pattern' as const, name }
    remember({ ...scope, decoding }).then(onChanged, (error: unknown) =>
      notifyProblem(problemOf(error, texts.messages.theChoiceWasNot)),
    )
  }
  const isChanged = choice.key.format !== 'auto' || choice.value.format !== 'auto'
  return (
    <Popover
      width={250}
      trigger={
        <button type="button" className={styles.options} aria-label={texts.messages.decodeAs} data-changed={isChanged}>
          <IconBinary size={15} aria-hidden />
        </button>
      }
    >
      <Stack gap={10}>
        <SelectField
          label={texts.messages.readKeysAs}
          isSearchable
          value={choice.key.format}
          options={formats()}
          onChange={(format) => choose('key', { format })}
        />
        <SchemaFile
          label={texts.messages.schemaOfKeys}
          decoding={choice.key}
          onChange={(chosen) => choose('key', chosen)}
        />
        <SelectField
          label={texts.messages.readValuesAs}
          isSearchable
          value={choice.value.format}
          options={formats()}
          onChange={(format) => choose('value', { format })}
        />
        <SchemaFile
          label={texts.messages.schemaOfValues}
          decoding={choice.value}
          onChange={(chosen) => choose('value', chosen)}
        />
        <TextField
          label={texts.messages.alsoOfTopicsCalled}
          description={texts.messages.aNameWithSuch}
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
  readonly onChange: (chosen: FieldDecoding) => void
}

/** Of formats that need a schema: the one that each message names, or that of a file. */
function SchemaFile({ label, decoding, onChange }: SchemaFileProps): ReactNode {
  const { format, schemaFile, messageType } = decoding
  const files = useQuery(queries.decoding.schemaFiles.queryOptions()).data ?? []
  if (format !== 'avro' && format !== 'protobuf' && format !== 'json-schema') return null
  const types = files.find(({ name }) => name === schemaFile)?.messageTypes ?? []
  return (
    <>
      <SelectField
        label={label}
        value={schemaFile === null ? 'registry' : `file ${schemaFile}`}
        options={[
          { value: 'registry', label: texts.messages.asTheMessageSays },
          ...files
            .filter(({ kind }) => kind === format)
            .map(({ name }) => ({ value: `file ${name}`, label: texts.messages.ofFile(name) })),
        ]}
        onChange={(chosen) => {
          const file = chosen === 'registry' ? null : chosen.slice('file '.length)
          onChange({ format, schemaFile: file, messageType: null })
        }}
      />
      {types.length > 1 && (
        <SelectField
          label={texts.messages.messageType}
          isSearchable
          value={messageType ?? types[0] ?? ''}
          options={types.map((value) => ({ value, label: value }))}
          onChange={(chosen) => onChange({ ...decoding, messageType: chosen })}
        />
      )}
    </>
  )
}
