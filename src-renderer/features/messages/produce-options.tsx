import { useQuery } from '@tanstack/react-query'
import type { ReactNode, RefObject } from 'react'
import { useEffect, useRef } from 'react'
import { queries } from '../../api/client.ts'
import type { CompressionCodec, ProduceInput } from '../../api/scans.ts'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import type { ProduceDraft } from './produce-draft.ts'
import { texts } from '../../languages/texts.ts'

export interface ProduceOptionsProps {
  readonly clusterId: string
  readonly topic: string
  readonly draft: ProduceDraft
  readonly timestampProblem: string | null
  readonly onChange: (change: Partial<ProduceDraft>) => void
}

const COMPRESSIONS = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] satisfies CompressionCodec[]).map((codec) => ({
  value: codec,
  label: codec,
}))

const acknowledgements = (): readonly { readonly value: ProduceInput['acks']; readonly label: string }[] => [
  { value: 'all', label: texts.messages.allReplicasInSync },
  { value: 'leader', label: texts.messages.theLeaderOnly },
  { value: 'none', label: texts.messages.noneDoNotWait },
]

/** Brings a field into sight when something is said below it: it stands at the lower edge of what scrolls. */
function useInSight(problem: string | null): RefObject<HTMLDivElement | null> {
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem !== null) field.current?.scrollIntoView({ block: 'nearest' })
  }, [problem])
  return field
}

/** Where the message goes and how. */
export function ProduceOptions(props: ProduceOptionsProps): ReactNode {
  const { clusterId, topic, draft, timestampProblem, onChange } = props
  const { data } = useQuery(queries.topics.describe.queryOptions({ input: { clusterId, topic } }))
  const timestampField = useInSight(timestampProblem)
  const partitions = data?.partitions.map(({ partition }) => partition) ?? []
  return (
    <FieldGrid>
      <SelectField
        label={texts.messages.partition}
        isSearchable={partitions.length > 12}
        value={draft.partition === null ? 'automatic' : String(draft.partition)}
        options={[
          { value: 'automatic', label: draft.isKeyNull ? texts.messages.automatic : texts.messages.automaticByTheKey },
          ...partitions.map((partition) => ({
            value: String(partition),
            label: texts.messages.partitionNumber(partition),
          })),
        ]}
        onChange={(chosen) => onChange({ partition: chosen === 'automatic' ? null : Number(chosen) })}
      />
      <div ref={timestampField}>
        <TextField
          label={texts.messages.timestamp}
          isMonospace
          placeholder={texts.messages.now}
          value={draft.timestamp}
          error={timestampProblem}
          onChange={(timestamp) => onChange({ timestamp })}
        />
      </div>
      <SelectField
        label={texts.messages.compression}
        value={draft.compression}
        options={COMPRESSIONS}
        onChange={(compression) => onChange({ compression })}
      />
      <SelectField
        label={texts.messages.acknowledgedBy}
        value={draft.acks}
        options={acknowledgements()}
        onChange={(acks) => onChange({ acks })}
      />
    </FieldGrid>
  )
}
