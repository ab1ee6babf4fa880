import type { ReactNode } from 'react'
import { ChoiceField, TextField } from '../../components/fields.tsx'
import { Row } from '../../components/layout.tsx'
import { PickMany } from '../../components/pick-many.tsx'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { targetOfPurge, type PurgeDraft } from './purge-draft.ts'

export interface PurgeFieldsProps {
  readonly draft: PurgeDraft
  readonly partitionCount: number
  readonly zone: TimestampZone
  readonly onChange: (draft: PurgeDraft) => void
}

/** Up to where, and in which partitions. */
export function PurgeFields({ draft, partitionCount, zone, onChange }: PurgeFieldsProps): ReactNode {
  const words = texts.topics
  const isWrong = targetOfPurge(draft, zone) === null
  const isEmpty = (draft.to === 'offset' ? draft.offset : draft.time).trim() === ''
  const error = isWrong && !isEmpty ? words.notUnderstood : null
  return (
    <Row gap={12} align="end">
      <ChoiceField
        label={words.purgeUpTo}
        value={draft.to}
        options={[
          { value: 'end', label: words.purgeAll },
          { value: 'offset', label: words.purgeToOffset },
          { value: 'timestamp', label: words.purgeToTime },
        ]}
        onChange={(to) => onChange({ ...draft, to })}
      />
      {draft.to === 'offset' && (
        <TextField
          label={words.firstThatStays}
          value={draft.offset}
          onChange={(offset) => onChange({ ...draft, offset })}
          error={error}
          isMonospace
        />
      )}
      {draft.to === 'timestamp' && (
        <TextField
          label={words.olderThan}
          placeholder="2026-01-31 14:00"
          value={draft.time}
          onChange={(time) => onChange({ ...draft, time })}
          error={error}
          isMonospace
        />
      )}
      <PickMany
        label={words.partitions}
        summary={draft.partitions === null ? words.allPartitions : words.somePartitions(draft.partitions.join(', '))}
        options={Array.from({ length: partitionCount }, (_none, value) => ({ value, label: words.partitionOf(value) }))}
        chosen={draft.partitions}
        onChange={(partitions) => onChange({ ...draft, partitions })}
      />
    </Row>
  )
}
