import type { ReactNode } from 'react'
import type { ResetStrategy } from '../../api/groups.ts'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import type { ResetDraft } from './reset-draft.ts'

export interface ResetStrategyFieldsProps {
  readonly draft: ResetDraft
  readonly problem: string | null
  readonly onChange: (change: Partial<ResetDraft>) => void
  readonly onEnter: () => void
}

const STRATEGIES: readonly { readonly value: ResetStrategy['to']; readonly label: string }[] = [
  { value: 'earliest', label: 'Earliest' },
  { value: 'latest', label: 'Latest' },
  { value: 'offset', label: 'Offset' },
  { value: 'timestamp', label: 'Timestamp' },
  { value: 'shift', label: 'Shift' },
]

const MEANINGS: Readonly<Record<ResetStrategy['to'], string>> = {
  earliest: 'Everything that is there is read again.',
  latest: 'Only what is written from now on is read.',
  offset: 'The same offset in every partition.',
  timestamp: 'The first message at or after that time; where there is none, the end.',
  shift: 'Back or forward from where the group is, kept within what exists.',
}

/** Where to. */
export function ResetStrategyFields({ draft, problem, onChange, onEnter }: ResetStrategyFieldsProps): ReactNode {
  const field = fieldOf(draft)
  return (
    <FieldGrid>
      <SelectField
        label="Reset to"
        value={draft.to}
        options={STRATEGIES}
        description={MEANINGS[draft.to]}
        onChange={(to) => onChange({ to })}
      />
      {field && (
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
      )}
    </FieldGrid>
  )
}

interface ParameterField {
  readonly name: 'offset' | 'time' | 'shift'
  readonly label: string
  readonly description: string
  readonly placeholder: string
}

function fieldOf({ to }: ResetDraft): ParameterField | null {
  switch (to) {
    case 'offset':
      return { name: 'offset', label: 'New offset', description: 'A whole number', placeholder: '0' }
    case 'timestamp':
      return {
        name: 'time',
        label: 'Time',
        description: 'A date and time, or milliseconds since 1970',
        placeholder: '2026-08-22 14:03',
      }
    case 'shift':
      return { name: 'shift', label: 'Shift by', description: '-100 goes back, 100 forward', placeholder: '-100' }
    default:
      return null
  }
}
