import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TopicConfigDefinition } from '../../api/topics.ts'
import { IconButton } from '../../components/button.tsx'
import { PickField } from '../../components/pick-field.tsx'
import { explainConfigValue } from '../../formatting/configs.ts'
import { texts } from '../../languages/texts.ts'
import { ConfigValueField } from './config-value-field.tsx'
import styles from './config-fields.module.css'
import type { DraftConfig } from './topic-draft.ts'

export interface ConfigFieldsProps {
  readonly definitions: readonly TopicConfigDefinition[]
  readonly configs: readonly DraftConfig[]
  readonly onChange: (configs: readonly DraftConfig[]) => void
}

/** Any of the other configs that a topic can have, each with its documentation. */
export function ConfigFields({ definitions, configs, onChange }: ConfigFieldsProps): ReactNode {
  const named = new Map(definitions.map((definition) => [definition.name, definition]))
  const left = definitions.filter(({ name }) => !configs.some((config) => config.name === name))
  const add = (name: string): void => onChange([...configs, { name, value: named.get(name)?.defaultValue ?? '' }])
  const change = (name: string, value: string): void =>
    onChange(configs.map((config) => (config.name === name ? { name, value } : config)))
  const remove = (name: string): void => onChange(configs.filter((config) => config.name !== name))
  return (
    <>
      {configs.map((config) => {
        const definition = named.get(config.name)
        return (
          <div key={config.name} className={styles.config}>
            <div className={styles.field}>
              <ConfigValueField
                label={config.name}
                value={config.value}
                type={definition?.type ?? 'string'}
                validValues={definition?.validValues ?? null}
                meaning={explainConfigValue(config)}
                onChange={(value) => change(config.name, value)}
              />
              <IconButton label={texts.topics.removeConfig(config.name)} onClick={() => remove(config.name)}>
                <IconX size={14} />
              </IconButton>
            </div>
            {definition && <p className={styles.documentation}>{definition.documentation}</p>}
          </div>
        )
      })}
      <PickField
        label={texts.topics.otherSettings}
        placeholder={texts.topics.findSetting}
        options={left.map(({ name, documentation }) => ({ value: name, label: name, detail: documentation }))}
        onPick={add}
      />
    </>
  )
}
