import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { client, queries } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import type { RecordSourceInput } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { SelectField } from '../../../components/fields.tsx'
import { texts } from '../../../languages/texts.ts'

/** With which schema values are written; null: with none. */
export type ValueSchema = NonNullable<Extract<RecordSourceInput, { kind: 'generator' }>['valueSchema']> | null

export interface ValueSchemaFieldProps {
  readonly clusterId: string
  readonly topic: string
  readonly valueSchema: ValueSchema
  readonly isDisabled: boolean
  /** `template`: what fits the schema, made up by its types; null: what stands there may stay. */
  readonly onChange: (valueSchema: ValueSchema, template: string | null) => void
}

/** A schema brings its own template along: random values of its types. */
export function ValueSchemaField(props: ValueSchemaFieldProps): ReactNode {
  const { clusterId, topic, valueSchema, isDisabled, onChange } = props
  const files = useQuery(queries.decoding.schemaFiles.queryOptions()).data ?? []
  const find = useMutation({
    mutationFn: async (chosen: NonNullable<ValueSchema>) => {
      return { chosen, ...(await client.transfers.schemaTemplate({ clusterId, topic, ...chosen })) }
    },
    onSuccess: ({ chosen, template }) => onChange(chosen, template),
  })
  return (
    <>
      <SelectField
        label={texts.transfers.valuesAreWritten}
        value={nameOf(valueSchema)}
        isDisabled={isDisabled || find.isPending}
        options={[
          { value: 'none', label: texts.transfers.asTheTemplateMakes },
          { value: 'registry', label: texts.transfers.withRegistry(`${topic}-value`) },
          ...files.map(({ name }) => ({ value: `file ${name}`, label: texts.transfers.withSchemaFile(name) })),
        ]}
        onChange={(chosen) => {
          find.reset()
          if (chosen === 'none') onChange(null, null)
          else find.mutate({ schema: placeOf(chosen), messageType: null })
        }}
      />
      {find.error && <ErrorView problem={problemOf(find.error, texts.transfers.noTemplateCanBe)} />}
    </>
  )
}

function nameOf(valueSchema: ValueSchema): string {
  if (valueSchema === null) return 'none'
  return valueSchema.schema.from === 'file' ? `file ${valueSchema.schema.name}` : 'registry'
}

function placeOf(chosen: string): NonNullable<ValueSchema>['schema'] {
  return chosen === 'registry'
    ? { from: 'registry', subject: null }
    : { from: 'file', name: chosen.slice('file '.length) }
}
