/** What the contract says of input that it refuses. */
export const en = {
  deepLink: {
    wrongForm: (text: string) =>
      `'${text}' names no place. Write cluster/topic@partition:offset, such as local/orders@0:42; what follows the cluster may be left out.`,
    noTopic: (topic: string) => `'${topic}' cannot be the name of a topic.`,
  },
  input: {
    topicNeedsName: 'A topic needs a name',
    topicNameTooLong: 'A topic name has at most 249 characters',
    topicNameCharacters: 'A topic name has letters, digits, dots, underscores and dashes only',
    topicNameDots: 'A topic cannot be named "." or ".."',
    chooseTopic: 'Choose at least one topic',
    writeText: 'Write the text to look for',
    writePattern: 'Write a regular expression',
    writeExpression: 'Write an expression',
    sayDirectory: 'Say which directory',
    offsetNotNegative: 'An offset is 0 or more',
    offsetTooLarge: 'An offset is at most 9223372036854775807',
    timeNotNegative: 'A time is not before 1970',
    timeTooLarge: 'A time is at most 9223372036854775807 milliseconds after 1970',
    registryAddress: 'Write an address such as http://localhost:8081',
    bootstrapServers: 'Write host:port, several of them separated by commas, for example localhost:9092',
    writePath: 'Write the path of the file',
    writeUser: 'Write the name of the user',
    writeAccessKey: 'Write the access key ID',
    writeClientId: 'Write the client ID',
    tokenEndpoint: 'Write an address such as https://login.example/token',
    passphraseShort: 'Write at least 8 characters',
  },
}
