import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useWhyNot } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { ConfigEntry } from '../../api/topics.ts'
import { mayLoseMessages, useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { TabContent } from '../../components/page.tsx'
import type { Property } from '../../components/property-table.tsx'
import { PropertyTable } from '../../components/property-table.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { useTypedName } from '../../components/typed-name.tsx'
import { describeConfigSource, explainConfigValue, showConfigValue } from '../../formatting/configs.ts'
import { texts } from '../../languages/texts.ts'
import { ConfigValueField } from './config-value-field.tsx'

interface OnTopic {
  readonly clusterId: string
  readonly topic: string
}

/** The configuration of a topic: what each setting is, where it comes from, and a way to change one at a time. */
export function ConfigurationTab(onTopic: OnTopic): ReactNode {
  const { data, error } = useQuery(queries.topics.configs.queryOptions({ input: onTopic }))
  const properties = useMemo(() => data?.map(propertyOf), [data])
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, texts.topics.configurationNotRead)} />
      </TabContent>
    )
  }
  return (
    <PropertyTable
      label={texts.topics.configuration}
      properties={properties}
      renderDetail={({ name }) => {
        const entry = data?.find((each) => each.name === name)
        return entry && <ConfigDetail key={`${name} ${entry.value ?? ''}`} {...onTopic} entry={entry} />
      }}
    />
  )
}

function propertyOf(entry: ConfigEntry): Property {
  const shown = showConfigValue(entry)
  return {
    name: entry.name,
    value: shown.text,
    isWords: shown.isWords,
    meaning: entry.isSensitive ? null : explainConfigValue(entry),
    origin: describeConfigSource(entry.source),
    isChanged: entry.source === 'topic',
    isReadOnly: entry.isReadOnly,
    documentation: entry.documentation,
  }
}

function ConfigDetail({ clusterId, topic, entry }: OnTopic & { readonly entry: ConfigEntry }): ReactNode {
  const [value, setValue] = useState(entry.value ?? '')
  const change = useChangeConfig()
  const noRight = useWhyNot(clusterId, topic)('alterConfigs')
  const onProduction = useNameToType(clusterId, topic)
  const { field, isTyped, confirmedName } = useTypedName(mayLoseMessages(entry.name) ? onProduction : {})
  const save = (next: string | null): void =>
    change.mutate({ clusterId, topic, name: entry.name, value: next, confirmedName })
  const isOwn = entry.source === 'topic'
  return (
    <Stack gap={14}>
      {!entry.isReadOnly && (
        <Stack gap={10}>
          <ConfigValueField
            label={texts.topics.newValue}
            value={value}
            type={entry.type}
            validValues={null}
            meaning={explainConfigValue({ name: entry.name, value })}
            onChange={setValue}
          />
          {field}
          <Row>
            <Button
              tone="primary"
              isDisabled={value === entry.value || !isTyped}
              isBusy={change.isPending}
              whyDisabled={noRight}
              onClick={() => save(value)}
            >
              {texts.topics.save}
            </Button>
            {isOwn && (
              <Button isDisabled={change.isPending || !isTyped} whyDisabled={noRight} onClick={() => save(null)}>
                {texts.topics.reset}
              </Button>
            )}
          </Row>
        </Stack>
      )}
      {change.error && <ErrorView problem={problemOf(change.error, texts.topics.notChanged(entry.name))} />}
      <Levels entry={entry} />
    </Stack>
  )
}

/** The values at all levels, the strongest first. */
function Levels({ entry }: { entry: ConfigEntry }): ReactNode {
  if (entry.synonyms.length === 0) return null
  return (
    <KeyValue
      nameWidth={128}
      facts={entry.synonyms.map((synonym) => ({
        name: describeConfigSource(synonym.source),
        value: (
          <>
            <Mono>{showConfigValue({ value: synonym.value, isSensitive: entry.isSensitive }).text}</Mono>
            <Dim>{synonym.name === entry.name ? '' : `  ${synonym.name}`}</Dim>
          </>
        ),
      }))}
    />
  )
}

function useChangeConfig() {
  const cache = useQueryClient()
  const topicsChanged = useTopicsChanged()
  return useMutation(
    queries.topics.changeConfig.mutationOptions({
      onSuccess: async (entries, { clusterId, topic, name, value }) => {
        cache.setQueryData(queries.topics.configs.queryKey({ input: { clusterId, topic } }), entries)
        notifyDone(value === null ? texts.topics.wasReset(name) : texts.topics.wasSet(name))
        await topicsChanged()
      },
    }),
  )
}
