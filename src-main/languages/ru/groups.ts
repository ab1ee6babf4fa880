import { russian } from '../../api/languages/grammar.ts'
import type { groups as English } from '../en/groups.ts'

export const groups: typeof English = {
  notes: {
    endTaken: 'таких поздних сообщений нет; взят конец',
    withoutOffset: 'у группы нет офсета; взят конец',
    noOffset: 'нет офсета: потребитель начнёт там, где велит его auto.offset.reset',
    doesNotExist: (offset) => `офсета ${offset} нет: потребитель начнёт там, где велит его auto.offset.reset`,
    offsetIs: (offset) => `офсет ${offset}`,
    lineIs: (offset, line) => `офсет ${offset} (строка ${line})`,
    groupIs: (group, offset) => `офсет ${offset} группы ${group}`,
    backIs: (steps, wanted) => `на ${steps} назад — это ${wanted}`,
    forwardIs: (steps, wanted) => `на ${steps} вперёд — это ${wanted}`,
    beforeStart: (subject, taken) => `${subject}: раньше начала; взят ${taken}`,
    afterEnd: (subject, taken) => `${subject}: дальше конца; взят ${taken}`,
  },
  leftAlone: {
    nothingToShift: 'У группы здесь нет офсета, от которого сдвигать.',
    otherHasNone: (group) => `У группы ${group} здесь нет офсета.`,
    partitionGone: 'Этой партиции больше нет.',
  },
  csv: {
    columns: (count) => `Столбцов ${count}, а нужно topic,partition,offset или group,topic,partition,offset.`,
    noTopic: 'Не назван топик.',
    noPartition: (text) => `«${text}» — не партиция.`,
    noOffset: (text) => `«${text}» — не офсет: нужно целое число, не меньше 0.`,
    twice: (place, line) => `${place} уже есть в строке ${line}.`,
    unknownTopic: (topic) => `Топика ${topic} нет.`,
    unknownPartition: (topic, partition) => `В топике ${topic} нет партиции ${partition}.`,
    nothing: (group) => `Нет ни одной строки для группы ${group}.`,
  },
  notPreviewed: 'Нельзя показать, что сделает сброс.',
  choosePartitions: 'Выберите партиции, которые есть.',
  nothingChosen: { why: 'Не выбрано ни одной партиции.', remedy: 'Выберите хотя бы один топик.' },
  wholeTopicOnly: 'Kafka может стереть у share-группы только топик целиком.',
  noSnapshot: {
    what: 'Снимка нет.',
    why: 'Его удалили, или его файл не читается.',
    remedy: 'Выберите другой снимок.',
  },
  nothingChanged: 'Ни один офсет не изменён.',
  outside: {
    why: (offset, place, offsets) => `Офсета ${offset} в ${place} (больше) нет: там есть ${offsets}.`,
    fromTo: (start, end) => `от ${start} до ${end}`,
    remedy: 'Сделайте предпросмотр заново и примените его.',
  },
  active: {
    what: (group) => `Офсеты группы ${group} не изменены.`,
    why: (who) => `Группа активна и перезаписала бы их. ${who}`,
    unknown: 'Её участники как раз меняются.',
    members: (names) => `Её участники: ${names}.`,
    remedy: 'Остановите этих потребителей, дождитесь, пока группа опустеет, и примените снова.',
  },
  nothingToDelete: {
    what: (group) => `Ни один офсет группы ${group} не удалён.`,
    why: 'Группа там (уже) ничего не зафиксировала.',
    remedy: 'Обновите группу.',
  },
  notConfirmed: {
    why: (skipped) =>
      `Это боевой кластер, и ${russian.counted(skipped, { one: 'сообщение было бы пропущено', few: 'сообщения были бы пропущены', many: 'сообщений было бы пропущено' })}.`,
    remedy: (group) => `Введите ${group} для подтверждения.`,
  },
}
