import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Hint } from '../../components/hint.tsx'
import type { ScanBarProps } from './scan-bar.tsx'
import type { ScanDraft } from './scan-draft.ts'
import { texts } from '../../languages/texts.ts'

interface WrittenStart {
  readonly label: string
  readonly field: 'offset' | 'offsets' | 'time'
  readonly width: number
  readonly placeholder: string
  readonly hint: string
}

const writtenStarts = (): Partial<Record<ScanDraft['at'], WrittenStart>> => ({
  offset: {
    label: texts.messages.offset,
    field: 'offset',
    width: 110,
    placeholder: '0',
    hint: texts.messages.theSameOffsetIn,
  },
  offsets: {
    label: texts.messages.offsetsOfPartitions,
    field: 'offsets',
    width: 180,
    placeholder: '0:120, 3:45',
    hint: texts.messages.aPartitionAndIts,
  },
  timestamp: {
    label: texts.messages.time,
    field: 'time',
    width: 176,
    placeholder: '2026-08-22 14:03',
    hint: texts.messages.theFirstMessagesAt,
  },
})

/** What the choice of a start needs to be told. */
export function StartField(props: ScanBarProps): ReactNode {
  const { clusterId, draft, problem, onChange } = props
  if (draft.at === 'group') return <GroupField clusterId={clusterId} draft={draft} onChange={onChange} />
  const written = writtenStarts()[draft.at]
  if (written === undefined) return null
  const { label, field, width, placeholder, hint } = written
  const wrong = problem?.field === 'start' ? problem.problem : null
  return (
    <Hint text={hint}>
      <div>
        <TextField
          label={label}
          isLabelHidden
          isMonospace
          width={width}
          placeholder={placeholder}
          value={draft[field]}
          error={wrong}
          onChange={(value) => onChange({ [field]: value }, { runs: false })}
        />
      </div>
    </Hint>
  )
}

function GroupField({ clusterId, draft, onChange }: Pick<ScanBarProps, 'clusterId' | 'draft' | 'onChange'>): ReactNode {
  const groups = useQuery(queries.groups.list.queryOptions({ input: { clusterId } })).data?.groups ?? []
  return (
    <SelectField
      label={texts.messages.consumerGroup}
      isLabelHidden
      width={170}
      isSearchable
      value={draft.groupId}
      options={groups.map(({ groupId }) => ({ value: groupId, label: groupId }))}
      onChange={(groupId) => onChange({ groupId }, { runs: true })}
    />
  )
}
