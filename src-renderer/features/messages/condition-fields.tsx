import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { FieldOperator, FieldSubject, LearnedPath } from '../../api/scans.ts'
import { IconButton } from '../../components/button.tsx'
import { CheckboxField, SelectField, TextField } from '../../components/fields.tsx'
import { LongTextField, SuggestField } from '../../components/suggest-field.tsx'
import type { ConditionDraft, FieldConditionDraft, Part, TextConditionDraft } from './filter-draft.ts'
import { needsValue } from './filter-draft.ts'
import styles from './filter-builder.module.css'

export interface ConditionFieldsProps {
  readonly condition: ConditionDraft
  readonly paths: readonly LearnedPath[]
  readonly onChange: (condition: ConditionDraft) => void
  readonly onRemove: () => void
}

const TITLES = { text: 'Text', regex: 'Regular expression', field: 'Field', expression: 'Expression (CEL)' } as const

/** One condition of a filter. */
export function ConditionFields({ condition, paths, onChange, onRemove }: ConditionFieldsProps): ReactNode {
  const title = TITLES[condition.kind]
  return (
    <fieldset className={styles.condition} aria-label={title}>
      <div className={styles.conditionHead}>
        <span className={styles.kind}>{title}</span>
        <CheckboxField
          label="Not"
          isChecked={condition.isNegated}
          onChange={(isNegated) => onChange({ ...condition, isNegated })}
        />
        <span className={styles.grow} />
        <IconButton label="Remove this condition" size={22} onClick={onRemove}>
          <IconX size={13} />
        </IconButton>
      </div>
      {condition.kind === 'field' ? (
        <FieldCondition condition={condition} paths={paths} onChange={onChange} />
      ) : condition.kind === 'expression' ? (
        <LongTextField
          label="CEL expression"
          isLabelHidden
          placeholder="value.amount > 100 && key.startsWith('berlin')"
          value={condition.expression}
          onChange={(expression) => onChange({ ...condition, expression })}
        />
      ) : (
        <TextCondition condition={condition} onChange={onChange} />
      )}
    </fieldset>
  )
}

const PARTS: readonly { readonly value: Part; readonly label: string }[] = [
  { value: 'anywhere', label: 'Anywhere' },
  { value: 'key', label: 'Key' },
  { value: 'value', label: 'Value' },
  { value: 'header-key', label: 'Header name' },
  { value: 'header-value', label: 'Header value' },
]

interface TextConditionProps {
  readonly condition: TextConditionDraft
  readonly onChange: (condition: ConditionDraft) => void
}

function TextCondition({ condition, onChange }: TextConditionProps): ReactNode {
  const { kind, text, part, isCaseSensitive } = condition
  return (
    <div className={styles.line}>
      <SelectField
        label="Where"
        isLabelHidden
        width={124}
        value={part}
        options={PARTS}
        onChange={(chosen) => onChange({ ...condition, part: chosen })}
      />
      <div className={styles.grow}>
        <TextField
          label={kind === 'text' ? 'Text to find' : 'Pattern'}
          isLabelHidden
          isMonospace
          placeholder={kind === 'text' ? 'text' : String.raw`order-\d+`}
          value={text}
          onChange={(written) => onChange({ ...condition, text: written })}
        />
      </div>
      <CheckboxField
        label="Aa"
        isChecked={isCaseSensitive}
        onChange={(isChosen) => onChange({ ...condition, isCaseSensitive: isChosen })}
      />
    </div>
  )
}

const SUBJECTS: readonly { readonly value: FieldSubject; readonly label: string }[] = [
  { value: 'value', label: 'Value' },
  { value: 'key', label: 'Key' },
  { value: 'header', label: 'Header' },
  { value: 'partition', label: 'Partition' },
  { value: 'offset', label: 'Offset' },
  { value: 'timestamp', label: 'Timestamp' },
  { value: 'size', label: 'Size' },
]

const OPERATORS: readonly { readonly value: FieldOperator; readonly label: string }[] = [
  { value: 'equals', label: '=' },
  { value: 'not-equals', label: '≠' },
  { value: 'less', label: '<' },
  { value: 'at-most', label: '≤' },
  { value: 'more', label: '>' },
  { value: 'at-least', label: '≥' },
  { value: 'contains', label: 'contains' },
  { value: 'not-contains', label: 'contains not' },
  { value: 'matches', label: 'matches' },
  { value: 'exists', label: 'exists' },
  { value: 'missing', label: 'is missing' },
  { value: 'is-null', label: 'is null' },
  { value: 'is-not-null', label: 'is not null' },
]

interface FieldConditionProps {
  readonly condition: FieldConditionDraft
  readonly paths: readonly LearnedPath[]
  readonly onChange: (condition: ConditionDraft) => void
}

function FieldCondition({ condition, paths, onChange }: FieldConditionProps): ReactNode {
  const { subject, path, operator, value } = condition
  const hasPath = subject === 'value' || subject === 'key' || subject === 'header'
  const suggestions = paths
    .filter((each) => each.subject === subject)
    .map((each) => ({ value: each.path, detail: `${each.types.join(' or ')}, such as ${each.example}` }))
  return (
    <div className={styles.line}>
      <SelectField
        label="Of"
        isLabelHidden
        width={104}
        value={subject}
        options={SUBJECTS}
        onChange={(chosen) => onChange({ ...condition, subject: chosen, path: '' })}
      />
      {hasPath && (
        <div className={styles.grow}>
          <SuggestField
            label={subject === 'header' ? 'Name of the header' : 'Path'}
            isLabelHidden
            placeholder={subject === 'header' ? 'trace-id' : 'user.id'}
            value={path}
            suggestions={suggestions}
            onChange={(written) => onChange({ ...condition, path: written })}
          />
        </div>
      )}
      <SelectField
        label="Operator"
        isLabelHidden
        width={112}
        value={operator}
        options={OPERATORS}
        onChange={(chosen) => onChange({ ...condition, operator: chosen })}
      />
      {needsValue(operator) && (
        <div className={styles.grow}>
          <TextField
            label="Compared with"
            isLabelHidden
            isMonospace
            placeholder="value"
            value={value}
            onChange={(written) => onChange({ ...condition, value: written })}
          />
        </div>
      )}
    </div>
  )
}
