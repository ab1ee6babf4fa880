import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AclBinding, Right, RightsOnPattern } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row } from '../../components/layout.tsx'
import { TabContent } from '../../components/page.tsx'
import { SuggestField } from '../../components/suggest-field.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { aclSentence, patternWords } from './acl-sentence.ts'
import styles from './rights.module.css'

/** What one principal may do, by the ACLs, and which of them decide. */
export function RightsTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.security
  const [principal, setPrincipal] = useState('')
  const [host, setHost] = useState('')
  const [topic, setTopic] = useState('')
  const acls = useQuery(queries.access.acls.queryOptions({ input: { clusterId } })).data?.bindings ?? []
  const isAsked = /^[^:]+:.+$/.test(principal)
  const { data, error } = useQuery(
    queries.access.rightsOf.queryOptions({
      input: {
        clusterId,
        principal,
        host: host.trim() === '' ? null : host.trim(),
        resource: topic.trim() === '' ? null : { resourceType: 'topic', resourceName: topic.trim() },
      },
      enabled: isAsked,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <TabContent>
      <div className={styles.question}>
        <SuggestField
          label={words.rightsOf}
          placeholder={words.principalExample}
          value={principal}
          suggestions={principalsOf(acls)}
          onChange={setPrincipal}
        />
        <TextField
          label={words.rightsHost}
          description={words.rightsHostHint}
          value={host}
          onChange={setHost}
          isMonospace
        />
        <TextField
          label={words.rightsTopic}
          description={words.rightsTopicHint}
          value={topic}
          onChange={setTopic}
          isMonospace
        />
      </div>
      <div className={styles.answer}>
        {!isAsked ? (
          <EmptyState title={words.rightsWhom}>{words.rightsWhomWhat}</EmptyState>
        ) : error && !data ? (
          <ErrorView problem={problemOf(error, words.rightsNotKnown)} />
        ) : (
          data && <Answer {...data} principal={principal} />
        )}
      </div>
    </TabContent>
  )
}

function principalsOf(acls: readonly AclBinding[]): { value: string; detail: string }[] {
  const counts = new Map<string, number>()
  for (const { principal } of acls) counts.set(principal, (counts.get(principal) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, detail: texts.security.aclCount(count) }))
}

interface AnswerProps {
  readonly principal: string
  readonly isEnabled: boolean
  readonly patterns: readonly RightsOnPattern[]
  readonly superUsers: readonly string[] | null
  readonly allowsIfNoAcl: boolean | null
}

function Answer({ principal, isEnabled, patterns, superUsers, allowsIfNoAcl }: AnswerProps): ReactNode {
  const words = texts.security
  if (!isEnabled) return <EmptyState title={words.noAuthorizer}>{words.noAuthorizerWhat}</EmptyState>
  return (
    <>
      <p>
        <Dim>{superUserText(principal, superUsers)}</Dim>
      </p>
      {allowsIfNoAcl === true && <p>{words.openByDefault}</p>}
      {patterns.length === 0 && <EmptyState title={words.noRights}>{words.noRightsWhat}</EmptyState>}
      {patterns.map((pattern) => (
        <PatternRights
          key={`${pattern.resourceType} ${pattern.patternType} ${pattern.resourceName}`}
          pattern={pattern}
        />
      ))}
    </>
  )
}

function superUserText(principal: string, superUsers: readonly string[] | null): string {
  const words = texts.security
  if (superUsers === null) return words.superUsersUnknown
  return superUsers.includes(principal) ? words.isSuperUser(principal) : words.superUsersAre(superUsers.join(', '))
}

function PatternRights({ pattern }: { pattern: RightsOnPattern }): ReactNode {
  const words = texts.security
  const name = patternWords(pattern)
  return (
    <section className={styles.pattern} aria-label={name}>
      <h2>{name}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.operation}</th>
            <th scope="col">{words.rights}</th>
            <th scope="col">{words.because}</th>
          </tr>
        </thead>
        <tbody>
          {pattern.rights.map((right) => (
            <RightRow key={right.operation} right={right} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const TONES = { allowed: 'ok', denied: 'bad', unnamed: 'neutral' } as const

function RightRow({ right }: { right: Right }): ReactNode {
  const words = texts.security
  return (
    <tr>
      <th scope="row">{words.operationNames[right.operation]}</th>
      <td>
        <Badge tone={TONES[right.decision]}>{words.decisions[right.decision]}</Badge>
      </td>
      <td>
        {right.because.length === 0 ? <Dim>{words.nothingSays}</Dim> : <Sentences acls={right.because} />}
        {right.exceptions.length > 0 && (
          <Row gap={6} align="start">
            <Badge tone="warn">{words.except}</Badge>
            <Sentences acls={right.exceptions} />
          </Row>
        )}
      </td>
    </tr>
  )
}

function Sentences({ acls }: { acls: readonly AclBinding[] }): ReactNode {
  return (
    <div>
      {acls.map((acl) => (
        <div key={JSON.stringify(acl)}>{aclSentence(acl)}</div>
      ))}
    </div>
  )
}
