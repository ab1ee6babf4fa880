import { IconColumns3 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CheckboxField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { Popover } from '../../components/popover.tsx'
import type { FieldColumns } from './field-columns.ts'
import { fieldName } from './field-columns.ts'
import styles from './scan-bar.module.css'
import type { ColumnId } from './shown-columns.ts'
import { COLUMN_IDS, columnNames } from './shown-columns.ts'
import { texts } from '../../languages/texts.ts'

export interface ColumnsMenuProps {
  readonly shown: readonly ColumnId[]
  readonly onChange: (shown: readonly ColumnId[]) => void
  readonly fieldColumns: FieldColumns
}

/** Which columns there are; one at least. Fields come from their menu in a record, and go here. */
export function ColumnsMenu({ shown, onChange, fieldColumns }: ColumnsMenuProps): ReactNode {
  const toggle = (id: ColumnId, isShown: boolean): void => {
    const next = COLUMN_IDS.filter((each) => (each === id ? isShown : shown.includes(each)))
    if (next.length > 0) onChange(next)
  }
  return (
    <Popover
      width={180}
      trigger={
        <button type="button" className={styles.options} aria-label={texts.messages.columns}>
          <IconColumns3 size={15} aria-hidden />
        </button>
      }
    >
      <Stack gap={8}>
        {COLUMN_IDS.map((id) => (
          <CheckboxField
            key={id}
            label={columnNames()[id]}
            isChecked={shown.includes(id)}
            onChange={(isShown) => toggle(id, isShown)}
          />
        ))}
        {fieldColumns.fields.map((field) => (
          <CheckboxField
            key={fieldName(field)}
            label={fieldName(field)}
            isChecked
            onChange={() => fieldColumns.remove(field)}
          />
        ))}
      </Stack>
    </Popover>
  )
}
