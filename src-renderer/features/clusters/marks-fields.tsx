import type { ReactNode } from 'react'
import { clusterColour } from '../../api/connections.ts'
import { SwitchField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { cssOfColour } from './cluster-look.ts'
import type { DraftFieldsProps } from './field-props.ts'
import styles from './marks-fields.module.css'

/** How a cluster is told from the others: its colour, and what it must not be mistaken for. */
export function MarksFields({ draft, onChange }: DraftFieldsProps): ReactNode {
  const { marks } = draft
  return (
    <Stack gap={10}>
      <Row gap={24}>
        <SwitchField
          label={texts.clusters.production}
          description={texts.clusters.productionDetail}
          isOn={marks.isProduction}
          onChange={(isProduction) => onChange({ marks: { ...marks, isProduction } })}
        />
        <SwitchField
          label={texts.clusters.readOnly}
          description={texts.clusters.readOnlyDetail}
          isOn={marks.isReadOnly}
          onChange={(isReadOnly) => onChange({ marks: { ...marks, isReadOnly } })}
        />
      </Row>
      <div role="radiogroup" aria-label={texts.clusters.colour} className={styles.colours}>
        {[null, ...clusterColour.options].map((colour) => (
          <label
            key={colour ?? 'automatic'}
            className={styles.colour}
            title={texts.clusters.colours[colour ?? 'automatic']}
          >
            <input
              type="radio"
              name="cluster-colour"
              checked={marks.colour === colour}
              onChange={() => onChange({ marks: { ...marks, colour } })}
              aria-label={texts.clusters.colours[colour ?? 'automatic']}
            />
            <span
              aria-hidden
              data-keeps-colour={colour === null ? undefined : true}
              data-automatic={colour === null}
              style={colour === null ? undefined : { background: cssOfColour(colour) }}
            />
          </label>
        ))}
      </div>
    </Stack>
  )
}
