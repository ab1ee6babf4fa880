import { IconCircleOff, IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { TextField } from '../../components/fields.tsx'
import { readDraft } from './content-draft.ts'
import { EncodingField } from './encoding-fields.tsx'
import styles from './produce-dialog.module.css'
import type { DraftHeader } from './produce-draft.ts'
import { headerDraft } from './produce-draft.ts'
import { texts } from '../../languages/texts.ts'

export interface HeaderFieldsProps {
  readonly headers: readonly DraftHeader[]
  readonly onAdd: () => void
  readonly onChange: (id: number, change: Partial<DraftHeader>) => void
  readonly onRemove: (id: number) => void
}

/** Headers in the order in which they are written; the same name may come twice. */
export function HeaderFields({ headers, onAdd, onChange, onRemove }: HeaderFieldsProps): ReactNode {
  return (
    <div className={styles.headers}>
      <div className={styles.headersTitle} aria-hidden>
        {texts.messages.headers}
      </div>
      {headers.map((header) => (
        <div key={header.id} className={styles.header}>
          <TextField
            label={texts.messages.headerName}
            isLabelHidden
            placeholder={texts.messages.name}
            isMonospace
            value={header.name}
            onChange={(name) => onChange(header.id, { name })}
          />
          <TextField
            label={texts.messages.headerValue}
            isLabelHidden
            placeholder={header.isNull ? texts.messages.nullMark : texts.messages.someText}
            isMonospace
            value={header.value}
            onChange={(value) => onChange(header.id, { value, isNull: false })}
          />
          <EncodingField
            label={texts.messages.sentAs}
            encoding={header.encoding}
            onChange={(encoding) => onChange(header.id, { encoding })}
            hasSchemas={false}
          />
          <IconButton
            label={texts.messages.sendNull}
            isPressed={header.isNull}
            onClick={() => onChange(header.id, { isNull: !header.isNull, value: '' })}
          >
            <IconCircleOff size={15} />
          </IconButton>
          <IconButton label={texts.messages.removeThisHeader} onClick={() => onRemove(header.id)}>
            <IconX size={15} />
          </IconButton>
          <HeaderProblem header={header} />
        </div>
      ))}
      <div>
        <Button size="small" icon={<IconPlus size={13} />} onClick={onAdd}>
          {texts.messages.addHeader}
        </Button>
      </div>
    </div>
  )
}

function HeaderProblem({ header }: { header: DraftHeader }): ReactNode {
  const { problem } = readDraft(headerDraft(header))
  return (
    problem !== null && (
      <div className={styles.headerProblem} role="status">
        {problem}
      </div>
    )
  )
}
