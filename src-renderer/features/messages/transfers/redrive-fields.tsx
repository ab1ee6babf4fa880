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
import { texts } from '../../../languages/texts.ts'

interface TargetFieldsProps {
  readonly draft: RedriveDraft
  readonly isDisabled: boolean
  readonly onChange: (change: Partial<RedriveDraft>) => void
}

const targetWays = () =>
  [
    { value: 'name', label: texts.transfers.oneTopic },
    { value: 'header', label: texts.transfers.theTopicThatA },
  ] as const

/** Where the messages go. */
export function TargetFields({ draft, isDisabled, onChange }: TargetFieldsProps): ReactNode {
  const clusters = useClusters()
  const input = { clusterId: draft.targetClusterId }
  const topics = useQuery(queries.topics.list.queryOptions({ input, retry: false })).data ?? []
  const suggestions = topics.map(({ name, partitionCount }) => ({
    value: name,
    detail: texts.transfers.partitionCount(partitionCount),
  }))
  return (
    <FieldGrid>
      <SelectField
        label={texts.transfers.toTheCluster}
        value={draft.targetClusterId}
        options={clusters.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(targetClusterId) => onChange({ targetClusterId })}
        isDisabled={isDisabled}
      />
      <SelectField
        label={texts.transfers.into}
        value={draft.by}
        options={targetWays()}
        onChange={(by) => onChange({ by })}
        isDisabled={isDisabled}
      />
      {draft.by === 'header' && (
        <TextField
          label={texts.transfers.headerWithTheTopic}
          isMonospace
          value={draft.header}
          onChange={(header) => onChange({ header })}
          isDisabled={isDisabled}
        />
      )}
      <SuggestField
        label={draft.by === 'name' ? texts.transfers.toTheTopic : texts.transfers.whereItNamesNone}
        placeholder={draft.by === 'name' ? '' : texts.transfers.leftOutAndCounted}
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

const changes = () =>
  [
    { value: 'remove', label: texts.transfers.remove },
    { value: 'set', label: texts.transfers.set },
    { value: 'rename', label: texts.transfers.rename },
  ] as const

/** What becomes of the headers on the way, one change after the other. */
export function HeaderChanges({ draft, isDisabled, onChange }: HeaderChangesProps): ReactNode {
  const replace = (changed: ChangeDraft): void =>
    onChange({ ...draft, changes: draft.changes.map((each) => (each.id === changed.id ? changed : each)) })
  return (
    <>
      {draft.changes.map((each) => (
        <div key={each.id} className={styles.change} role="group" aria-label={texts.transfers.changeOfAHeader}>
          <SelectField
            label={texts.transfers.change}
            isLabelHidden
            value={each.change}
            options={changes()}
            onChange={(change) => replace({ ...each, change })}
            isDisabled={isDisabled}
          />
          <TextField
            label={texts.transfers.header}
            isLabelHidden
            isMonospace
            placeholder={each.change === 'remove' ? texts.transfers.nameOrXFor : texts.transfers.name}
            value={each.key}
            onChange={(key) => replace({ ...each, key })}
            isDisabled={isDisabled}
          />
          {each.change === 'remove' ? (
            <span />
          ) : (
            <TextField
              label={each.change === 'set' ? texts.transfers.newValue : texts.transfers.newName}
              isLabelHidden
              isMonospace
              placeholder={each.change === 'set' ? texts.transfers.value : texts.transfers.someNewName}
              value={each.to}
              onChange={(to) => replace({ ...each, to })}
              isDisabled={isDisabled}
            />
          )}
          <IconButton
            label={texts.transfers.leaveThisChangeOut}
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
          {texts.transfers.changeAHeader}
        </Button>
      </div>
    </>
  )
}
