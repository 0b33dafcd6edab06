"""What each agreement or disagreement of two reports weighs: natural log-odds that are added up, as Fellegi and Sunter do.

They were set by hand from what the rules below mean, and checked by reading merges and near misses (docs/merging.md says how
many). Nothing here is learned from the documents that a store holds, so that a merge can be worked out on paper.
"""

PRIOR = -5.0  # two reports of the same parties within days are seldom of one contact, before anything else is known
JOIN = 1.4  # log-odds from which reports are brought together: 0.80
FLOOR = 0.0  # what every pair of reports in one contact must reach: 0.50
SURE = 2.5  # what two events of one document must reach: 0.92
MARGIN = 0.5  # by how much the best contact must beat the next for a report that could tell either

# Who took part, for each party
SAME_PERSON = 2.5
SURNAME_ONLY = 1.7  # one of the names is a surname alone
NAME_AND_STATE = 0.8  # one report names the person, the other the state only
SAME_OFFICE = 1.2  # one report has no name but the same office
SAME_STATE = 0.5  # no person named by either
OTHER_GROUP = -0.5  # "officials" here, others or somebody by name there
SAME_BODY = 2.0  # an organization that acts for no state
OTHER_BODIES = -1.0  # of one state: its parliament here, its ministry there
MORE_SAME = 0.5  # each further person that both name, up to three
ONE_MORE = -1.0  # a person whom only one of the reports names beside another of the same state
MORE = -2.0  # several of them: a list of meetings rather than one
MORE_AHEAD = -0.5  # beside a list of those who are going to be met: it announces each of the meetings
LOOSE_PARTY = -1.5  # a party that belongs to no state and is in one of the reports only
MANY = 3.0  # times the share of common parties of a meeting of four parties and more

# When
SAME_DAY = 4.0
SAME_NIGHT = 2.5  # published after midnight by Greenwich, so that its "today" may be the day before
OVERLAP = 3.0  # of a visit or summit, which lasts
IN_SPELL = 2.0  # a day, and a stated week or less in which it lies
SPELLS = 1.5  # two such
NEXT_DAY_ELSEWHERE = 0.0  # a call late in the west is the next day's in the east
VISIT_NEAR = 0.5  # a visit told a day or two beside: it lasted
PRESUMED = {0: 3.0, 1: 1.5, 2: 0.0, 3: -1.5}  # days from a stated date to the document that tells it without one
BOTH_PRESUMED = {0: 2.5, 1: -1.0}  # days between two documents that tell it without a date
ELSEWHERE = {0: 2.5, 1: 1.0, 2: 0.0}  # the same, of different publishers: one may be later than the other
WINDOW = ((7, 2.0), (31, 1.0), (100, 0.0))  # a date that is a week, a month, a season: the longest and its weight
# Days to a document that gives no date at all, and from one that announces it without
LATELY = {0: 1.3, 1: 1.0, 2: 0.5, 3: 0.5, 4: 0.0, 5: 0.0, 6: 0.0, 7: 0.0}
SOON = {0: 1.3, 1: 1.3, 2: 1.0, 3: 1.0, 4: 0.5, 5: 0.5, 6: 0.5, 7: 0.5}

# How and where
SAME_ACTION = 1.5
BOTH_TALKS = 1.0  # the word says little
TALKS = 0.5  # talks here, a call or a meeting there
ALIKE = -0.3  # a meeting of leaders is a summit to some
PLAN = -0.5  # plans change
SAME_CITY = 1.5
SAME_COUNTRY = 0.7
OTHER_CITY = -2.5
OTHER_COUNTRY = -4.0
SAME_WORDS = 6.0  # a copy of the same sentence
