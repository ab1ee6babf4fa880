import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { ConfigEntry } from '../../api/topics.ts'
import { ErrorView } from '../../components/error-view.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { TabContent } from '../../components/page.tsx'
import type { Property } from '../../components/property-table.tsx'
import { PropertyTable } from '../../components/property-table.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { describeConfigSource, explainConfigValue, showConfigValue } from '../../formatting/configs.ts'
import { texts } from '../../languages/texts.ts'
import { BrokerConfigField } from './broker-config-field.tsx'
import styles from './brokers-page.module.css'

/** The configuration that a broker runs with, or what all brokers have for a default. */
export function BrokerConfigs({ clusterId, nodeId }: { clusterId: string; nodeId: number }): ReactNode {
  const words = texts.brokers
  const [whose, setWhose] = useState<'one' | 'all'>('one')
  const owner = whose === 'one' ? nodeId : null
  const { data, error } = useQuery(queries.brokers.configs.queryOptions({ input: { clusterId, nodeId: owner } }))
  const properties = useMemo(() => data?.map(propertyOf), [data])
  const name = whose === 'one' ? words.ofBroker(nodeId) : words.ofAllBrokers
  return (
    <section className={styles.configs}>
      <div className={styles.whose}>
        <ChoiceField
          label={words.whose}
          value={whose}
          options={[
            { value: 'one', label: words.ofBroker(nodeId) },
            { value: 'all', label: words.ofAllBrokers },
          ]}
          onChange={setWhose}
        />
      </div>
      {error && !data ? (
        <TabContent>
          <ErrorView problem={problemOf(error, words.configurationNotRead)} />
        </TabContent>
      ) : (
        <PropertyTable
          key={whose}
          label={words.configurationOf(name)}
          properties={properties}
          renderDetail={(property) => {
            const entry = data?.find((each) => each.name === property.name)
            return (
              entry && (
                <Stack gap={14}>
                  {!entry.isReadOnly && (
                    <BrokerConfigField
                      key={`${entry.name} ${entry.value ?? ''}`}
                      clusterId={clusterId}
                      nodeId={owner}
                      entry={entry}
                    />
                  )}
                  <Levels entry={entry} />
                </Stack>
              )
            )
          }}
        />
      )}
    </section>
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
    isChanged: entry.source !== 'default' && entry.source !== 'unknown',
    isReadOnly: entry.isReadOnly,
    documentation: entry.documentation,
  }
}

function Levels({ entry }: { entry: ConfigEntry }): ReactNode {
  const words = texts.brokers
  const levels = entry.synonyms.map((synonym) => ({
    name: describeConfigSource(synonym.source),
    value: (
      <>
        <Mono>{showConfigValue({ value: synonym.value, isSensitive: entry.isSensitive }).text}</Mono>
        <Dim>{synonym.name === entry.name ? '' : `  ${synonym.name}`}</Dim>
      </>
    ),
  }))
  const facts = [{ name: words.setTo, value: <Mono>{showConfigValue(entry).text}</Mono> }, ...levels]
  const changeable = entry.isReadOnly ? words.changeableInFile : words.changeableNow
  return <KeyValue nameWidth={128} facts={[...facts, { name: words.changeable, value: changeable }]} />
}
