import { IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Lookup, LookupStep } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Row } from '../../components/layout.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { Damage } from './damage.tsx'
import { useDiskPlace } from './disk-place.ts'
import styles from './segments.module.css'

interface LookupStepsProps {
  readonly lookup: Lookup
  readonly clusterId: string
  readonly folder: string
}

/** The way from an offset or a time to a record in a file, one step below the other. */
export function LookupSteps({ lookup, folder }: LookupStepsProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const { go } = useDiskPlace()
  const { lookup: words } = texts.segments
  const { outcome, fileName, position, offset, firstOffset, nextOffset } = lookup
  return (
    <div className={styles.steps}>
      {outcome !== 'found' && (
        <Damage tone={outcome === 'damaged' ? 'bad' : 'info'} what={words.outcomes[outcome]}>
          {outcome === 'gone' && offset !== null && words.nextIs(formatOffset(offset))}
          {(outcome === 'before-start' || outcome === 'after-end') &&
            firstOffset !== null &&
            words.bounds(formatOffset(firstOffset), nextOffset === null ? '?' : formatOffset(nextOffset))}
        </Damage>
      )}
      <ol className={styles.stepList} aria-label={words.label}>
        {lookup.steps.map((step, at) => (
          // The steps of one answer never change their places.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className={styles.step}>
            <Step step={step} zone={zone} />
          </li>
        ))}
      </ol>
      {fileName !== null && position !== null && (
        <Row>
          <Button
            tone="primary"
            icon={<IconArrowRight size={14} />}
            onClick={() =>
              go({
                ...(folder !== '' && { folder }),
                file: fileName,
                at: position,
                ...(offset !== null && { find: `o${offset}` }),
              })
            }
          >
            {words.open}
          </Button>
        </Row>
      )}
    </div>
  )
}

function Step({ step, zone }: { step: LookupStep; zone: TimestampZone }): ReactNode {
  const { steps } = texts.segments.lookup
  switch (step.step) {
    case 'segment': {
      const { by, segmentCount, passedCount, baseOffset, nextBaseOffset, largestTimestamp } = step
      const why =
        by === 'offset'
          ? steps.segment.byOffset(
              formatOffset(baseOffset),
              nextBaseOffset === null ? null : formatOffset(nextBaseOffset),
            )
          : steps.segment.byTime(largestTimestamp === null ? '–' : formatTimestamp(largestTimestamp, zone))
      return (
        <StepText
          title={steps.segment.title}
          name={step.fileName}
          text={`${steps.segment.of(passedCount + 1, segmentCount)} ${why}`}
        />
      )
    }
    case 'time-index':
    case 'offset-index':
      return <IndexStep step={step} zone={zone} />
    case 'scan':
      return (
        <StepText
          title={steps.scan.title}
          name={step.fileName}
          text={steps.scan.text({
            from: String(step.fromPosition),
            to: String(step.toPosition),
            passed: step.passedBatches,
            bytes: formatBytes(step.readBytes),
          })}
        />
      )
    case 'batch':
      return (
        <StepText
          title={steps.batch.title}
          name={step.fileName}
          text={steps.batch.text({
            position: String(step.position),
            first: formatOffset(step.baseOffset),
            last: formatOffset(step.lastOffset),
            bytes: formatBytes(step.sizeBytes),
          })}
        />
      )
    case 'record':
      return (
        <StepText
          title={steps.record.title}
          text={steps.record.text({
            number: step.recordNumber + 1,
            count: step.recordCount,
            offset: formatOffset(step.offset),
            time: formatTimestamp(step.timestamp, zone),
          })}
        />
      )
  }
}

function StepText({
  title,
  name,
  text,
  children,
}: {
  title: string
  name?: string
  text: string
  children?: ReactNode
}): ReactNode {
  return (
    <>
      <h2 className={styles.stepTitle}>
        {title} {name !== undefined && <Mono>{name}</Mono>}
      </h2>
      <p className={styles.stepText}>{text}</p>
      {children}
    </>
  )
}

type IndexStepData = Extract<LookupStep, { readonly step: 'time-index' | 'offset-index' }>

/** A binary search: what was compared, and where it ended. */
function IndexStep({ step, zone }: { step: IndexStepData; zone: TimestampZone }): ReactNode {
  const { steps } = texts.segments.lookup
  const isTime = step.step === 'time-index'
  const words = isTime ? steps.timeIndex : steps.offsetIndex
  const keyText = (key: bigint) => (isTime ? formatTimestamp(key, zone) : formatOffset(key))
  const result = isTime
    ? steps.timeIndex.result(
        step.timestamp === null ? null : formatTimestamp(step.timestamp, zone),
        formatOffset(step.offset),
      )
    : steps.offsetIndex.result(step.offset === null ? null : formatOffset(step.offset), String(step.position))
  const isMissing = !isTime && step.isMissing
  return (
    <StepText title={words.title} name={step.fileName} text={isMissing ? steps.offsetIndex.missing : result}>
      {!isTime && step.isLie && <Badge tone="bad">{steps.offsetIndex.lie}</Badge>}
      {step.compared.length > 0 && (
        <div className={styles.compared}>
          <Dim>{steps.compared(step.compared.length, step.entryCount)}</Dim>
          {step.compared.map(({ entry, key, goesOn }) => (
            <span key={entry} className={styles.comparison} data-goes-on={goesOn} data-result={entry === step.entry}>
              <Dim>#{entry}</Dim> {keyText(key)} <span title={steps[goesOn]}>{goesOn === 'lower' ? '>' : '≤'}</span>
            </span>
          ))}
        </div>
      )}
    </StepText>
  )
}
