/** The contract as it was promised to its clients, in words of its own: nothing here is read from the source. */

/** One line each: a field, an argument of a field, or a field of an input. */
export const CONTRACT: readonly string[] = `
Query.node: Node
Query.node(id): ID!
Query.nodes: [Node]!
Query.nodes(ids): [ID!]!
Query.person: Person
Query.person(id): ID!
Query.person(asOf): AsOfInput
Query.personByIdentity: Person
Query.personByIdentity(system): String!
Query.personByIdentity(value): String!
Query.persons: PersonConnection!
Query.persons(filter): PersonFilter
Query.persons(orderBy): PersonOrder
Query.persons(first): Int
Query.persons(after): String
Query.persons(last): Int
Query.persons(before): String
Query.searchPersons: SearchConnection!
Query.searchPersons(text): String
Query.searchPersons(filter): SearchFilter
Query.searchPersons(first): Int
Query.searchPersons(after): String
Query.skills: SkillConnection!
Query.skills(category): String
Query.skills(first): Int
Query.skills(after): String
Query.skill: Skill
Query.skill(name): String!
Query.personsWithSkills: PersonConnection!
Query.personsWithSkills(all): [String!]!
Query.personsWithSkills(first): Int
Query.personsWithSkills(after): String
Query.shortestPath: Path
Query.shortestPath(from): ID!
Query.shortestPath(to): ID!
Query.shortestPath(kinds): [RelationshipKind!]
Query.timeline: TimelineConnection!
Query.timeline(personId): ID
Query.timeline(types): [String!]
Query.timeline(from): DateTime
Query.timeline(to): DateTime
Query.timeline(first): Int
Query.timeline(after): String
Query.timeline(last): Int
Query.timeline(before): String
Query.event: PersonEvent
Query.event(cid): CID!
Query.projections: [ProjectionStatus!]!
AsOfInput.at: DateTime
AsOfInput.version: Int
AsOfInput.position: Position
Person.id: ID!
Person.version: Int!
Person.head: CID!
Person.status: PersonStatus!
Person.name: PersonName!
Person.birthDate: Date
Person.deathDate: Date
Person.mergedInto: Person
Person.summary: PersonSummary!
Person.contactInfo: ContactInfo!
Person.preferences: Preferences!
Person.skills: PersonSkillConnection!
Person.skills(first): Int
Person.skills(after): String
Person.skillRecommendations: [SkillRecommendation!]!
Person.skillRecommendations(first): Int = 5
Person.recommendedSkills: [RecommendedSkill!]!
Person.notes: [Note!]!
Person.messageRequests: [MessageRequest!]!
Person.onboarding: Onboarding
Relationship.dormant: Boolean!
Person.employments: [Employment!]!
Person.relationships: RelationshipConnection!
Person.relationships(direction): Direction
Person.relationships(kinds): [RelationshipKind!]
Person.relationships(first): Int
Person.relationships(after): String
Person.network: NetworkStats!
Person.timeline: TimelineConnection!
Person.timeline(types): [String!]
Person.timeline(from): DateTime
Person.timeline(to): DateTime
Person.timeline(first): Int
Person.timeline(after): String
Person.timeline(last): Int
Person.timeline(before): String
Person.history: PersonEventConnection!
Person.history(first): Int
Person.history(after): String
Person.verification: Verification!
Person.availableCommands: [AvailableCommand!]!
PersonName.given: [String!]!
PersonName.family: [String!]!
PersonName.display: String!
PersonName.display(convention): NamingConvention
AvailableCommand.name: String!
AvailableCommand.allowed: Boolean!
AvailableCommand.needsInput: Boolean!
AvailableCommand.refused: RefusalCode
PersonEvent.id: ID!
PersonEvent.cid: CID!
PersonEvent.prev: CID
PersonEvent.type: String!
PersonEvent.version: Int!
PersonEvent.personId: ID!
PersonEvent.at: DateTime!
PersonEvent.position: Position!
PersonEvent.commandId: ID!
PersonEvent.cause: CID
PersonEvent.correlationId: ID!
PersonEvent.actor: String!
PersonEvent.data: JSON!
Mutation.submitCommands: [CommandResult!]!
Mutation.submitCommands(commands): [CommandInput!]!
Mutation.submitCommands(atomic): Boolean = false
Recorded.personId: ID!
Recorded.person: Person
Recorded.events: [PersonEvent!]!
Recorded.position: Position!
Recorded.commandId: ID!
Recorded.replayed: Boolean!
Refused.code: RefusalCode!
Refused.message: String!
Refused.field: String
Refused.availableCommands: [AvailableCommand!]!
Refused.commandId: ID!
Contended.expectedVersion: Int
Contended.actualVersion: Int!
Contended.message: String!
Contended.commandId: ID!
Busy.retryAfterMs: Int!
Busy.message: String!
Busy.commandId: ID!
Unsettled.message: String!
Unsettled.commandId: ID!
Subscription.personEvents: PersonEventItem!
Subscription.personEvents(filter): PersonEventFilter
Subscription.personEvents(after): Position
Subscription.timelineEntries: TimelineItem!
Subscription.timelineEntries(personId): ID
Subscription.timelineEntries(types): [String!]
Subscription.timelineEntries(after): Position
Subscription.person: PersonItem!
Subscription.person(id): ID!
PersonEventItem.event: PersonEvent!
PersonEventItem.position: Position!
TimelineItem.entry: TimelineEntry!
TimelineItem.position: Position!
PersonItem.person: Person!
PersonItem.position: Position!
SearchEdge.score: Float!
SearchEdge.highlights: [Highlight!]!
SearchConnection.facets: [Facet!]!
Path.length: Int!
Path.persons: [Person!]!
Skill.name: String!
Skill.category: String!
Skill.personCount: Int!
Skill.persons: PersonConnection!
NetworkStats.totalConnections: Int!
NetworkStats.connectionsByKind: [KindCount!]!
KindCount.kind: RelationshipKind!
KindCount.count: Int!
NetworkStats.averageStrength: Float!
NetworkStats.reach: Int!
NetworkStats.clusteringCoefficient: Float!
PersonSummary.displayName: String!
PersonSummary.primaryEmail: String
PersonSummary.primaryPhone: String
PersonSummary.currentEmployer: String
PersonSummary.currentRole: String
PersonSummary.location: String
PersonSummary.skillCount: Int!
PersonSummary.relationshipCount: Int!
PersonSummary.lastActivityAt: DateTime!
TimelineEntry.id: ID!
TimelineEntry.at: DateTime!
TimelineEntry.type: String!
TimelineEntry.title: String!
TimelineEntry.description: String!
TimelineEntry.person: Person
TimelineEntry.event: PersonEvent!
TimelineEntry.position: Position!
Verification.ok: Boolean!
Verification.checked: Int!
Verification.fault: String
ProjectionStatus.name: String!
ProjectionStatus.position: Position!
ProjectionStatus.lag: Int!
ProjectionStatus.eventsApplied: Int!
ProjectionStatus.digest: String!
ProjectionStatus.gaps: Int!
PersonNameInput.given: [String!]
PersonNameInput.family: [String!]
PersonNameInput.nickname: String
PersonNameInput.prefixes: [String!]
PersonNameInput.suffixes: [String!]
PersonNameInput.display: String
PersonNameInput.convention: NamingConvention
AddEmailInput.address: String!
AddEmailInput.kind: EmailKind
AddEmailInput.primary: Boolean
AddSkillInput.name: String!
AddSkillInput.category: String
AddSkillInput.proficiency: Proficiency
AddSkillInput.yearsOfExperience: Float
EstablishRelationshipInput.otherId: ID!
EstablishRelationshipInput.kind: RelationshipKind!
EstablishRelationshipInput.strength: Float
EstablishRelationshipInput.context: String
AddEmploymentInput.organization: String!
AddEmploymentInput.role: String!
AddEmploymentInput.start: Date!
AddEmploymentInput.end: Date
AddEmploymentInput.location: String
`
  .trim()
  .split('\n');

/** The commands in the order of the contract. */
export const COMMANDS: readonly string[] = `
CreatePerson ActivatePerson RenamePerson SetBirthDate RecordDeath SuspendPerson ReactivatePerson ArchivePerson
MergePersons LinkIdentity UnlinkIdentity AddTag RemoveTag SetAttribute InvalidateAttribute
AddNote ResolveNote RequestMessage StartOnboarding AdvanceOnboarding CompleteOnboarding FailOnboarding
AddEmail UpdateEmail VerifyEmail SetPrimaryEmail RemoveEmail AddPhone UpdatePhone SetPrimaryPhone RemovePhone
AddAddress UpdateAddress RemoveAddress AddSocialProfile UpdateSocialProfile RemoveSocialProfile
AddMessagingHandle RemoveMessagingHandle AddWebsite RemoveWebsite
AddSkill UpdateSkill EndorseSkill RemoveSkill RecommendSkill DismissSkillRecommendation AddCertification RemoveCertification
AddEducation UpdateEducation RemoveEducation
UpdateCommunicationPreferences UpdatePrivacyPreferences UpdateGeneralPreferences GrantConsent RevokeConsent
ProposeRelationship AcceptRelationship DeclineRelationship EstablishRelationship UpdateRelationship EndRelationship
AddEmployment UpdateEmployment EndEmployment RemoveEmployment AddAffiliation EndAffiliation AddProject EndProject
AssignLocation UnassignLocation`
  .trim()
  .split(/\s+/);
