import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { GroupPartition } from '../../api/groups.ts'
import { IconButton } from '../../components/button.tsx'
import { CheckboxField } from '../../components/fields.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCountOf, formatOffset } from '../../formatting/counts.ts'
import { partitionKey } from './reset-draft.ts'
import styles from './reset-dialog.module.css'

export interface ResetScopeProps {
  readonly partitions: readonly GroupPartition[]
  readonly leftOut: ReadonlySet<string>
  readonly onChange: (leftOut: ReadonlySet<string>) => void
}

/** Which topics and partitions; all of them unless some are left out. */
export function ResetScope({ partitions, leftOut, onChange }: ResetScopeProps): ReactNode {
  const topics = Map.groupBy(partitions, ({ topic }) => topic)
  const toggle = (places: readonly GroupPartition[], isChosen: boolean): void => {
    const next = new Set(leftOut)
    for (const place of places) {
      if (isChosen) next.delete(partitionKey(place))
      else next.add(partitionKey(place))
    }
    onChange(next)
  }
  return (
    <div role="group" aria-label="Topics and partitions" className={styles.scope}>
      {partitions.length === 0 && <Dim>The group has no offsets and no partitions that could be reset.</Dim>}
      {[...topics].map(([topic, places]) => (
        <TopicScope key={topic} topic={topic} places={places} leftOut={leftOut} onToggle={toggle} />
      ))}
    </div>
  )
}

interface TopicScopeProps {
  readonly topic: string
  readonly places: readonly GroupPartition[]
  readonly leftOut: ReadonlySet<string>
  readonly onToggle: (places: readonly GroupPartition[], isChosen: boolean) => void
}

function TopicScope({ topic, places, leftOut, onToggle }: TopicScopeProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const chosenCount = places.filter((place) => !leftOut.has(partitionKey(place))).length
  return (
    <div>
      <div className={styles.topic}>
        <IconButton
          label={isOpen ? `Hide the partitions of ${topic}` : `Choose partitions of ${topic}`}
          size={20}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        </IconButton>
        <CheckboxField
          label={topic}
          isChecked={chosenCount === places.length}
          isPartly={chosenCount > 0 && chosenCount < places.length}
          onChange={(isChosen) => onToggle(places, isChosen)}
        />
        <Dim>
          {chosenCount === places.length
            ? 'all partitions'
            : `${chosenCount} of ${formatCountOf(places.length, 'partition')}`}
        </Dim>
      </div>
      {isOpen && (
        <div className={styles.partitions}>
          {places.map((place) => (
            <CheckboxField
              key={place.partition}
              label={`${place.partition} — ${place.committedOffset === null ? 'no offset' : formatOffset(place.committedOffset)}`}
              isChecked={!leftOut.has(partitionKey(place))}
              onChange={(isChosen) => onToggle([place], isChosen)}
            />
          ))}
        </div>
      )}
    </div>
  )
}
