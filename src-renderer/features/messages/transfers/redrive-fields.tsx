import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../../api/client.ts'
import { useClusters } from '../../../api/clusters.ts'
import { Button, IconButton } from '../../../components/button.tsx'
import { FieldGrid } from '../../../components/field-grid.tsx'
import { SelectField, TextField } from '../../../components/fields.tsx'
import { SuggestField } from '../../../components/suggest-field.tsx'
import type { ChangeDraft, RedriveDraft } from './redrive-draft.ts'
import { withChange } from './redrive-draft.ts'
import styles from './transfers.module.css'

interface TargetFieldsProps {
  readonly draft: RedriveDraft
  readonly isDisabled: boolean
  readonly onChange: (change: Partial<RedriveDraft>) => void
}

const BY = [
  { value: 'name', label: 'One topic' },
  { value: 'header', label: 'The topic that a header names' },
] as const

/** Where the messages go. */
export function TargetFields({ draft, isDisabled, onChange }: TargetFieldsProps): ReactNode {
  const clusters = useClusters()
  const input = { clusterId: draft.targetClusterId }
  const topics = useQuery(queries.topics.list.queryOptions({ input, retry: false })).data ?? []
  const suggestions = topics.map(({ name, partitionCount }) => ({
    value: name,
    detail: `${partitionCount} partitions`,
  }))
  return (
    <FieldGrid>
      <SelectField
        label="To the cluster"
        value={draft.targetClusterId}
        options={clusters.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(targetClusterId) => onChange({ targetClusterId })}
        isDisabled={isDisabled}
      />
      <SelectField
        label="Into"
        value={draft.by}
        options={BY}
        onChange={(by) => onChange({ by })}
        isDisabled={isDisabled}
      />
      {draft.by === 'header' && (
        <TextField
          label="Header with the topic"
          isMonospace
          value={draft.header}
          onChange={(header) => onChange({ header })}
          isDisabled={isDisabled}
        />
      )}
      <SuggestField
        label={draft.by === 'name' ? 'To the topic' : 'Where it names none'}
        placeholder={draft.by === 'name' ? '' : 'left out, and counted'}
        value={draft.topic}
        suggestions={suggestions}
        onChange={(topic) => onChange({ topic })}
        isDisabled={isDisabled}
      />
    </FieldGrid>
  )
}

interface HeaderChangesProps {
  readonly draft: RedriveDraft
  readonly isDisabled: boolean
  readonly onChange: (draft: RedriveDraft) => void
}

const CHANGES = [
  { value: 'remove', label: 'Remove' },
  { value: 'set', label: 'Set' },
  { value: 'rename', label: 'Rename' },
] as const

/** What becomes of the headers on the way, one change after the other. */
export function HeaderChanges({ draft, isDisabled, onChange }: HeaderChangesProps): ReactNode {
  const replace = (changed: ChangeDraft): void =>
    onChange({ ...draft, changes: draft.changes.map((each) => (each.id === changed.id ? changed : each)) })
  return (
    <>
      {draft.changes.map((each) => (
        <div key={each.id} className={styles.change} role="group" aria-label="Change of a header">
          <SelectField
            label="Change"
            isLabelHidden
            value={each.change}
            options={CHANGES}
            onChange={(change) => replace({ ...each, change })}
            isDisabled={isDisabled}
          />
          <TextField
            label="Header"
            isLabelHidden
            isMonospace
            placeholder={each.change === 'remove' ? 'name, or x-* for all that begin so' : 'name'}
            value={each.key}
            onChange={(key) => replace({ ...each, key })}
            isDisabled={isDisabled}
          />
          {each.change === 'remove' ? (
            <span />
          ) : (
            <TextField
              label={each.change === 'set' ? 'New value' : 'New name'}
              isLabelHidden
              isMonospace
              placeholder={each.change === 'set' ? 'value' : 'new name'}
              value={each.to}
              onChange={(to) => replace({ ...each, to })}
              isDisabled={isDisabled}
            />
          )}
          <IconButton
            label="Leave this change out"
            onClick={() => onChange({ ...draft, changes: draft.changes.filter(({ id }) => id !== each.id) })}
          >
            <IconX size={15} />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<IconPlus size={13} />}
          isDisabled={isDisabled}
          onClick={() => onChange(withChange(draft))}
        >
          Change a header
        </Button>
      </div>
    </>
  )
}
