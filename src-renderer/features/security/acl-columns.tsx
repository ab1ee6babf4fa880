import type { AclBinding } from '../../api/access.ts'
import { Badge } from '../../components/badge.tsx'
import { CheckboxField } from '../../components/fields.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { aclSentence } from './acl-sentence.ts'

/** Equal for equal ACLs only. */
export function keyOfAcl(acl: AclBinding): string {
  const { resourceType, resourceName, patternType, principal, host, operation, permission } = acl
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permission])
}

interface ColumnInput {
  readonly chosen: ReadonlyMap<string, AclBinding>
  readonly onToggle: (acl: AclBinding) => void
}

export function aclColumns({ chosen, onToggle }: ColumnInput): readonly Column<AclBinding>[] {
  const words = texts.security
  return [
    {
      id: 'chosen',
      header: '',
      width: '34px',
      cell: (acl) => (
        <CheckboxField
          label={words.choose(aclSentence(acl))}
          isLabelHidden
          isChecked={chosen.has(keyOfAcl(acl))}
          onChange={() => onToggle(acl)}
        />
      ),
    },
    {
      id: 'principal',
      header: words.principal,
      width: 'minmax(120px, 1.1fr)',
      sortBy: ({ principal }) => principal,
      cell: ({ principal }) => (
        <OneLine text={principal}>
          <Mono>{principal}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'permission',
      header: words.permission,
      width: '104px',
      sortBy: ({ permission }) => permission,
      cell: ({ permission }) => <Badge tone={permission === 'allow' ? 'ok' : 'bad'}>{words[permission]}</Badge>,
    },
    {
      id: 'operation',
      header: words.operation,
      width: 'minmax(100px, 0.7fr)',
      sortBy: ({ operation }) => operation,
      cell: ({ operation }) => words.operationNames[operation],
    },
    {
      id: 'resource',
      header: words.resource,
      width: 'minmax(130px, 1fr)',
      sortBy: ({ resourceType, resourceName }) => `${resourceType} ${resourceName}`,
      cell: ({ resourceType, resourceName, patternType }) => (
        <OneLine text={`${resourceName} (${patternType})`}>
          <Dim>{words.resourceNames[resourceType]} </Dim>
          <Mono>{patternType === 'prefixed' ? `${resourceName}…` : resourceName}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'host',
      header: words.host,
      width: 'minmax(92px, 0.5fr)',
      sortBy: ({ host }) => host,
      cell: ({ host }) => <Mono>{host}</Mono>,
    },
    {
      id: 'meaning',
      header: words.meaning,
      width: 'minmax(280px, 3fr)',
      cell: (acl) => <OneLine>{aclSentence(acl)}</OneLine>,
    },
  ]
}
