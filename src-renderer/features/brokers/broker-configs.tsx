import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { queries } from '../../api/client.ts'
import type { Broker } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { ConfigEntry } from '../../api/topics.ts'
import { ErrorView } from '../../components/error-view.tsx'
import type { Property } from '../../components/property-table.tsx'
import { PropertyTable } from '../../components/property-table.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { describeConfigSource, explainConfigValue, showConfigValue } from '../../formatting/configs.ts'
import styles from './brokers-page.module.css'

/** The configuration that a broker runs with. */
export function BrokerConfigs({ clusterId, broker }: { clusterId: string; broker: Broker }): ReactNode {
  const { data, error } = useQuery(
    queries.brokers.configs.queryOptions({ input: { clusterId, nodeId: broker.nodeId } }),
  )
  const properties = useMemo(() => data?.map(propertyOf), [data])
  return (
    <section className={styles.configs}>
      <h2 className={styles.heading}>Configuration of broker {broker.nodeId}</h2>
      {error && !data ? (
        <ErrorView problem={problemOf(error, 'The configuration could not be read.')} />
      ) : (
        <PropertyTable
          label={`Configuration of broker ${broker.nodeId}`}
          properties={properties}
          renderDetail={({ name }) => <Levels entry={data?.find((each) => each.name === name)} />}
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

function Levels({ entry }: { entry: ConfigEntry | undefined }): ReactNode {
  if (!entry) return null
  const levels = entry.synonyms.map((synonym) => ({
    name: describeConfigSource(synonym.source),
    value: (
      <>
        <Mono>{showConfigValue({ value: synonym.value, isSensitive: entry.isSensitive }).text}</Mono>
        <Dim>{synonym.name === entry.name ? '' : `  ${synonym.name}`}</Dim>
      </>
    ),
  }))
  const facts = [{ name: 'Set to', value: <Mono>{showConfigValue(entry).text}</Mono> }, ...levels]
  return (
    <KeyValue nameWidth={128} facts={[...facts, { name: 'Can be changed', value: entry.isReadOnly ? 'No' : 'Yes' }]} />
  )
}
