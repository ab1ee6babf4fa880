import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTopicsChanged } from '../../../api/topics.ts'
import type { ProduceManyEvent, RecordSourceInput } from '../../../api/transfers.ts'
import { produceMany, useJob } from '../../../api/transfers.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { NumberField, TextField } from '../../../components/fields.tsx'
import { Spacer, Stack } from '../../../components/layout.tsx'
import { LongTextField } from '../../../components/suggest-field.tsx'
import type { ImportDialogProps } from './import-dialog.tsx'
import { ProduceManyOutcome } from './produce-many-outcome.tsx'
import { SourcePreview, useSourcePreview } from './source-preview.tsx'
import styles from './transfers.module.css'
import type { Way } from './way-fields.tsx'
import { FIRST_WAY, WayFields } from './way-fields.tsx'

const ORDER = `{
  "order": {{index}},
  "customer": "{{person.fullName}}",
  "city": "{{location.city}}",
  "total": {{number.float({"min":1,"max":500,"fractionDigits":2})}},
  "state": "{{helpers.arrayElement(["open","paid","sent"])}}",
  "at": "{{today}}"
}`

/** Writes messages that are made up from a template, at a rate, so many of them or until it is stopped. */
export function GenerateDialog({ clusterId, topic, onClose, onProduced }: ImportDialogProps): ReactNode {
  const [template, setTemplate] = useState({ key: 'customer-{{number.int({"max":99})}}', value: ORDER })
  const [count, setCount] = useState<number | null>(1000)
  const [way, setWay] = useState<Way>({ ...FIRST_WAY, ratePerSecond: 100 })
  const job = useJob<ProduceManyEvent>()
  const topicsChanged = useTopicsChanged()
  const isRunning = job.phase === 'running'
  const source: RecordSourceInput = {
    kind: 'generator',
    template: { key: template.key === '' ? null : template.key, value: template.value, headers: [] },
    count,
    seed: null,
  }
  const { data: preview, error } = useSourcePreview({ ...source, count: 3 })
  const start = async (): Promise<void> => {
    await job.start(produceMany({ clusterId, topic, source, ...way }))
    onProduced()
    void topicsChanged()
  }
  return (
    <Dialog
      title={`Generate messages for ${topic}`}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          <Spacer />
          {isRunning ? (
            <Button onClick={job.stop}>Stop</Button>
          ) : (
            <Button tone="primary" isDisabled={Boolean(error)} onClick={() => void start()}>
              Start
            </Button>
          )}
        </>
      }
    >
      <Stack gap={14}>
        <TemplateFields
          template={template}
          isDisabled={isRunning}
          onChange={(change) => setTemplate((before) => ({ ...before, ...change }))}
        />
        <NumberField
          label="How many"
          placeholder="until it is stopped"
          min={1}
          value={count}
          onChange={setCount}
          isDisabled={isRunning}
        />
        <WayFields
          way={way}
          kind="generated"
          isDisabled={isRunning}
          onChange={(change) => setWay((before) => ({ ...before, ...change }))}
        />
        {job.phase === 'idle' && <SourcePreview preview={preview} error={error} />}
        <ProduceManyOutcome job={job} total={count} />
      </Stack>
    </Dialog>
  )
}

interface Template {
  readonly key: string
  readonly value: string
}

interface TemplateFieldsProps {
  readonly template: Template
  readonly isDisabled: boolean
  readonly onChange: (change: Partial<Template>) => void
}

function TemplateFields({ template, isDisabled, onChange }: TemplateFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label="Template of the key"
        isMonospace
        placeholder="no key"
        value={template.key}
        isDisabled={isDisabled}
        onChange={(key) => onChange({ key })}
      />
      <LongTextField
        label="Template of the value"
        rows={5}
        value={template.value}
        isDisabled={isDisabled}
        onChange={(value) => onChange({ value })}
      />
      <p className={styles.help}>
        Between double braces: <code>index</code>, <code>now</code>, <code>today</code>, or anything of Faker, such as{' '}
        <code>person.fullName</code>, <code>internet.email</code>, <code>string.uuid</code>,{' '}
        <code>{'number.int({"min":1,"max":6})'}</code>.
      </p>
    </>
  )
}
