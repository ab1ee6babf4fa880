import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { ResetStrategy } from '../../api/groups.ts'
import { useSettings } from '../../api/settings.ts'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { texts } from '../../languages/texts.ts'
import { CsvField } from './csv-field.tsx'
import type { ResetDraft } from './reset-draft.ts'
import { nameOfSnapshot } from './snapshot-words.ts'

export interface ResetStrategyFieldsProps {
  readonly clusterId: string
  readonly groupId: string
  readonly draft: ResetDraft
  readonly problem: string | null
  readonly onChange: (change: Partial<ResetDraft>) => void
  readonly onEnter: () => void
}

const STRATEGIES: readonly ResetStrategy['to'][] = [
  'earliest',
  'latest',
  'offset',
  'timestamp',
  'duration',
  'shift',
  'group',
  'snapshot',
  'csv',
  'current',
]

/** Where to. */
export function ResetStrategyFields(props: ResetStrategyFieldsProps): ReactNode {
  const { draft, problem, onChange } = props
  const words = texts.groups.reset.strategies
  return (
    <>
      <FieldGrid>
        <SelectField
          label={texts.groups.reset.to}
          value={draft.to}
          options={STRATEGIES.map((to) => ({ value: to, label: words[to].name }))}
          description={words[draft.to].meaning}
          onChange={(to) => onChange({ to })}
        />
        <Parameter {...props} />
      </FieldGrid>
      {draft.to === 'csv' && <CsvField csv={draft.csv} problem={problem} onChange={(csv) => onChange({ csv })} />}
    </>
  )
}

function Parameter(props: ResetStrategyFieldsProps): ReactNode {
  const { draft, problem, onChange, onEnter } = props
  if (draft.to === 'group') return <OtherGroup {...props} />
  if (draft.to === 'snapshot') return <OneSnapshot {...props} />
  const field = fieldOf(draft.to)
  if (field === null) return null
  return (
    <TextField
      label={field.label}
      description={field.description}
      placeholder={field.placeholder}
      value={draft[field.name]}
      isMonospace
      error={problem}
      onChange={(text) => onChange({ [field.name]: text })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter()
      }}
    />
  )
}

interface ParameterField {
  readonly name: 'offset' | 'time' | 'duration' | 'shift'
  readonly label: string
  readonly description: string
  readonly placeholder: string
}

function fieldOf(to: ResetStrategy['to']): ParameterField | null {
  const { fields } = texts.groups.reset
  switch (to) {
    case 'offset':
      return { name: 'offset', ...fields.offset, placeholder: '0' }
    case 'timestamp':
      return { name: 'time', ...fields.time, placeholder: '2026-08-22 14:03' }
    case 'duration':
      return { name: 'duration', ...fields.duration, placeholder: '1h 30m' }
    case 'shift':
      return { name: 'shift', ...fields.shift, placeholder: '-100' }
    default:
      return null
  }
}

function OtherGroup({ clusterId, groupId, draft, problem, onChange }: ResetStrategyFieldsProps): ReactNode {
  const { data } = useQuery(queries.groups.list.queryOptions({ input: { clusterId } }))
  const others = (data?.groups ?? []).filter((each) => each.groupId !== groupId)
  return (
    <SelectField
      label={texts.groups.reset.otherGroup}
      description={texts.groups.reset.otherGroupDetail}
      value={draft.otherGroup}
      error={problem}
      options={others.map((each) => ({ value: each.groupId, label: each.groupId }))}
      isSearchable
      onChange={(otherGroup) => onChange({ otherGroup })}
    />
  )
}

function OneSnapshot({ clusterId, groupId, draft, problem, onChange }: ResetStrategyFieldsProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const { data } = useQuery(queries.groups.snapshots.queryOptions({ input: { clusterId, groupId } }))
  return (
    <SelectField
      label={texts.groups.reset.snapshot}
      description={data?.length === 0 ? texts.groups.reset.noSnapshots : texts.groups.reset.snapshotDetail}
      value={draft.snapshotId}
      error={problem}
      options={(data ?? []).map((each) => ({ value: each.id, label: nameOfSnapshot(each, zone) }))}
      isSearchable
      onChange={(snapshotId) => onChange({ snapshotId })}
    />
  )
}
