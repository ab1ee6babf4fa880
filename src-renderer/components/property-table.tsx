import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { IconX } from '@tabler/icons-react'
import { texts } from '../languages/texts.ts'
import { Badge } from './badge.tsx'
import { IconButton } from './button.tsx'
import type { Column } from './table-parts.tsx'
import { DataTable } from './data-table.tsx'
import { EmptyState } from './empty-state.tsx'
import { SearchField, SwitchField } from './fields.tsx'
import { Spacer } from './layout.tsx'
import { Toolbar } from './page.tsx'
import styles from './property-table.module.css'
import { SplitPane } from './split-pane.tsx'
import { Dim, Mono, OneLine } from './text.tsx'
import { holdsWords } from './words.ts'

/** A named value with where it comes from. */
export interface Property {
  readonly name: string
  readonly value: string
  /** The value is said in words, such as "not set". */
  readonly isWords: boolean
  /** What the value means: `7 d`. */
  readonly meaning: string | null
  readonly origin: string
  /** It differs from what it would be by itself. */
  readonly isChanged: boolean
  readonly isReadOnly: boolean
  readonly documentation: string | null
}

export interface PropertyTableProps {
  /** The accessible name. */
  readonly label: string
  readonly properties: readonly Property[] | undefined
  /** What stands below the documentation of the chosen one. */
  readonly renderDetail: (property: Property) => ReactNode
}

const columns = (): readonly Column<Property>[] => [
  {
    id: 'name',
    header: texts.components.name,
    width: 'minmax(200px, 1.3fr)',
    sortBy: (property) => property.name,
    cell: (property) => (
      <OneLine text={property.name}>
        <Mono>{property.name}</Mono>
      </OneLine>
    ),
  },
  {
    id: 'value',
    header: texts.components.setTo,
    width: 'minmax(140px, 1fr)',
    cell: (property) => <Value property={property} />,
  },
  {
    id: 'origin',
    header: texts.components.comesFrom,
    width: 'minmax(110px, 0.7fr)',
    sortBy: (property) => property.origin,
    cell: (property) =>
      property.isChanged ? <Badge tone="accent">{property.origin}</Badge> : <Dim>{property.origin}</Dim>,
  },
]

function Value({ property }: { property: Property }): ReactNode {
  return (
    <OneLine text={property.value}>
      {property.isWords ? <Dim>{property.value}</Dim> : <Mono>{property.value}</Mono>}
      {property.meaning !== null && <span className={styles.meaning}>{property.meaning}</span>}
    </OneLine>
  )
}

/** Many named values: searched, narrowed to those that were changed, and each explained beside the list. */
export function PropertyTable({ label, properties, renderDetail }: PropertyTableProps): ReactNode {
  const words = texts.components
  const [search, setSearch] = useState('')
  const [onlyChanged, setOnlyChanged] = useState(false)
  const [chosenName, setChosenName] = useState<string | null>(null)
  const chosen = properties?.find((property) => property.name === chosenName) ?? null
  const shown = useMemo(() => {
    const isWanted = holdsWords(search)
    return properties?.filter(
      ({ name, documentation, isChanged }) => (!onlyChanged || isChanged) && isWanted(`${name} ${documentation ?? ''}`),
    )
  }, [properties, onlyChanged, search])
  return (
    <div
      role="presentation"
      className={styles.frame}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setChosenName(null)
      }}
    >
      <Toolbar>
        <SearchField label={words.searchSettings} value={search} onChange={setSearch} />
        <SwitchField label={words.onlyChanged} isOn={onlyChanged} onChange={setOnlyChanged} />
        <Spacer />
        {shown && <Dim>{words.someOf(shown.length, properties?.length ?? 0)}</Dim>}
      </Toolbar>
      <SplitPane
        sideLabel={words.theSetting}
        initialSideWidth={360}
        main={
          <DataTable
            label={label}
            rows={shown}
            columns={columns()}
            rowKey={(property) => property.name}
            selectedKey={chosenName}
            onSelect={(property) => setChosenName(property.name)}
            empty={
              <EmptyState title={onlyChanged && search === '' ? words.nothingChanged : words.noSettingCalledSo}>
                {onlyChanged ? words.nothingChangedDetail : words.noSettingCalledSoDetail}
              </EmptyState>
            }
          />
        }
        side={
          chosen && (
            <div className={styles.detail}>
              <div className={styles.detailHeader}>
                <h2 className={styles.name}>{chosen.name}</h2>
                <IconButton label={words.closeDetail} onClick={() => setChosenName(null)}>
                  <IconX size={14} />
                </IconButton>
              </div>
              {chosen.documentation !== null && <p className={styles.documentation}>{chosen.documentation}</p>}
              {renderDetail(chosen)}
            </div>
          )
        }
      />
    </div>
  )
}
