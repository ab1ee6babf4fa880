import { IconColumns3 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CheckboxField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { Popover } from '../../components/popover.tsx'
import styles from './scan-bar.module.css'
import type { ColumnId } from './shown-columns.ts'
import { COLUMN_IDS, COLUMN_NAMES } from './shown-columns.ts'

export interface ColumnsMenuProps {
  readonly shown: readonly ColumnId[]
  readonly onChange: (shown: readonly ColumnId[]) => void
}

/** Which columns there are; one at least. */
export function ColumnsMenu({ shown, onChange }: ColumnsMenuProps): ReactNode {
  const toggle = (id: ColumnId, isShown: boolean): void => {
    const next = COLUMN_IDS.filter((each) => (each === id ? isShown : shown.includes(each)))
    if (next.length > 0) onChange(next)
  }
  return (
    <Popover
      width={180}
      trigger={
        <button type="button" className={styles.options} aria-label="Columns">
          <IconColumns3 size={15} aria-hidden />
        </button>
      }
    >
      <Stack gap={8}>
        {COLUMN_IDS.map((id) => (
          <CheckboxField
            key={id}
            label={COLUMN_NAMES[id]}
            isChecked={shown.includes(id)}
            onChange={(isShown) => toggle(id, isShown)}
          />
        ))}
      </Stack>
    </Popover>
  )
}
