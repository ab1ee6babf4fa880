import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { CheckboxField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { PickField } from '../../components/pick-field.tsx'
import { Dim } from '../../components/text.tsx'
import { formatOffset } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import type { ResetDraft, ResetPlace } from './reset-draft.ts'
import { canReset, partitionKey } from './reset-draft.ts'
import styles from './reset-dialog.module.css'

export interface ResetScopeProps {
  readonly places: readonly ResetPlace[]
  readonly draft: ResetDraft
  readonly onChange: (leftOut: ReadonlySet<string>) => void
  /** Topics that the group does not read, and could be made to. */
  readonly otherTopics: readonly { readonly name: string; readonly partitionCount: number }[]
  readonly onAdd: (topic: string) => void
}

/** Which topics and partitions; all of them unless some are left out. */
export function ResetScope({ places: all, draft, onChange, otherTopics, onAdd }: ResetScopeProps): ReactNode {
  const topics = Map.groupBy(all, ({ topic }) => topic)
  const toggle = (places: readonly ResetPlace[], isChosen: boolean): void => {
    const next = new Set(draft.leftOut)
    for (const place of places) {
      if (isChosen) next.delete(partitionKey(place))
      else next.add(partitionKey(place))
    }
    onChange(next)
  }
  return (
    <Stack gap={8}>
      <div role="group" aria-label={texts.groups.reset.scope} className={styles.scope}>
        {all.length === 0 && <Dim>{texts.groups.reset.emptyScope}</Dim>}
        {[...topics].map(([topic, places]) => (
          <TopicScope key={topic} topic={topic} places={places} draft={draft} onToggle={toggle} />
        ))}
      </div>
      {otherTopics.length > 0 && (
        <PickField
          label={texts.groups.reset.anotherTopic}
          placeholder={texts.groups.reset.findTopic}
          options={otherTopics.map(({ name, partitionCount }) => ({
            value: name,
            label: name,
            detail: texts.groups.partitions(partitionCount),
          }))}
          onPick={onAdd}
        />
      )}
    </Stack>
  )
}

interface TopicScopeProps {
  readonly topic: string
  readonly places: readonly ResetPlace[]
  readonly draft: ResetDraft
  readonly onToggle: (places: readonly ResetPlace[], isChosen: boolean) => void
}

function TopicScope({ topic, places, draft, onToggle }: TopicScopeProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const isChosen = (place: ResetPlace): boolean => canReset(place, draft.to) && !draft.leftOut.has(partitionKey(place))
  const chosenCount = places.filter((place) => isChosen(place)).length
  return (
    <div>
      <div className={styles.topic}>
        <IconButton
          label={isOpen ? texts.groups.reset.hidePartitions(topic) : texts.groups.reset.choosePartitions(topic)}
          size={20}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        </IconButton>
        <CheckboxField
          label={topic}
          isChecked={chosenCount === places.length}
          isPartly={chosenCount > 0 && chosenCount < places.length}
          onChange={(wanted) => onToggle(places, wanted)}
        />
        <Dim>
          {chosenCount === places.length
            ? texts.groups.reset.allPartitions
            : texts.groups.reset.somePartitions(chosenCount, places.length)}
        </Dim>
      </div>
      {isOpen && (
        <div className={styles.partitions}>
          {places.map((place) => (
            <CheckboxField
              key={place.partition}
              label={`${place.partition} — ${place.committedOffset === null ? texts.groups.noOffset : formatOffset(place.committedOffset)}`}
              isChecked={isChosen(place)}
              isDisabled={!canReset(place, draft.to)}
              onChange={(wanted) => onToggle([place], wanted)}
            />
          ))}
        </div>
      )}
    </div>
  )
}
