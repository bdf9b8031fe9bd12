"""Cue words: the verbs and nouns by which English reports what somebody said, with the grammar in which they do so.

Plain word lists, each for one frame: what stands after the verb as its content. A verb may have several frames. Speech
(says, warns, calls for) and attitude (believes, wants, backs) are told apart; a verb without speech in it reports no words.
"""

from __future__ import annotations

from functools import cache

# Verbs with a clause, a quotation, or in brackets ("…, X said, …").
CLAUSE = frozenset("""
say tell add write suggest note argue report announce explain insist claim acknowledge declare continue state tweet
conclude indicate warn reveal admit agree predict respond reply recall assure assert concede complain imply allege
estimate confirm deny promise joke remark emphasize emphasise stress underline underscore remind contend maintain vow
mention post propose order reiterate repeat caution pledge signal answer highlight speculate proclaim testify lament
demand urge counter clarify reaffirm recommend hint charge boast comment observe affirm inform advise caution
stipulate elaborate exclaim declare forecast opine recount relate retort quip muse object interject specify disclose
profess pronounce threaten guarantee swear attest certify intone whisper shout yell cry murmur scoff fume tease plead
beg decree find show demonstrate read cite ask question propound hold echo preach brag caution rule hail welcome
notify express underscore worry fear believe think hope wonder consider know feel doubt suspect learn expect convince
assume understand share point write email describe telegraph broadcast pray decide regret wish foresee anticipate
envisage fancy trust judge reckon realize realise recognize recognise go
""".split())
# Verbs of a quotation only: "…," he laughed.
QUOTATION = frozenset("begin laugh smile chant call describe go sing chide snap gush entitle continue quote".split())
# Verbs with an infinitive that says what: pledged to build.
INFINITIVE = frozenset("""
vow promise pledge agree refuse decline threaten propose offer undertake commit call ask demand urge hope decide swear
volunteer seek prefer plan want wish intend resolve claim profess appeal request plead aim vote
""".split())
# Verbs with somebody and an infinitive: urged members to act.
OBJECT_INFINITIVE = frozenset("""
urge ask tell encourage order request call advise invite instruct beg implore press persuade challenge warn remind
direct command exhort want expect recommend push
""".split())
# Verbs with a noun as content: praised the treaty, announced a visit.
OBJECT = frozenset("""
accuse criticize criticise cite express announce defend praise blame reject denounce blast propose recall
reiterate mock report dismiss slam note tout explain reveal acknowledge repeat list condemn echo voice
decry prefer applaud confirm emphasize emphasise credit stress urge demand suggest pledge outline chide portray
predict recount recite lament disavow congratulate articulate deem assail liken dispute rebuke rebut bemoan hail
repudiate underline underscore reaffirm welcome commend advocate deplore decry recommend affirm highlight endorse
oppose question post warn fear thank describe admit deny state argue assert foresee distance
support favour favor estimate disclose detail quote tweet request laud extol salute regret appreciate flag pronounce
""".split())
# Verbs with somebody or something and "as": described it as an initiative.
OBJECT_AS = frozenset("""
describe see cast cite portray view dismiss defend present identify paint list characterize characterise quote frame
criticize criticise praise name tout slam denounce hail regard label depict condemn welcome decry brand brand
interpret define reject recognize recognise
""".split())
# Verbs with somebody and what they are called: called it a success.
OBJECT_NAME = frozenset("call deem declare label dub consider brand term pronounce judge think".split())
# Verbs with a preposition and a noun.
PREPOSITION = {line.split()[0]: tuple(line.split()[1:]) for line in """
call for on upon
warn of about against
point to at
refer to
speak of about
talk of about
comment on
apologize for to
apologise for to
allude to
agree on
complain about of
boast of about
brag about
object to
appeal for
advocate for
push for
hope for
argue for against
insist on upon
hint at
rail against
caution against
vouch for
plead for with
say of about
joke about
press for
dwell on
elaborate on
approve of
disapprove of
lash at
worry about
write of about
believe in
ask for about
inquire about
""".strip().splitlines()}
# Nouns with "that …" or "to …", by themselves with an owner ("his claim that") or as object of a verb ("expressed hope that").
NOUN = frozenset("""
statement claim promise suggestion complaint assertion hope doubt belief desire argument confidence pledge assumption
speculation criticism admission conviction view opinion warning declaration readiness willingness intention resolve
determination commitment call appeal demand proposal insistence concern regret satisfaction assurance vow prediction
conclusion accusation allegation remark announcement contention position words commitment interest gratitude
appreciation wish expectation fear certainty acknowledgement allegation recommendation idea testimony charge
""".split())
# Nouns in "in X's opinion", "in the words of X".
OPINION = frozenset("opinion view words word estimation judgement judgment assessment telling account".split())
# Verbs that carry such a noun: expressed hope, voiced concern, issued a statement saying.
CARRIER = frozenset("""
express voice share state convey reaffirm reiterate make issue repeat confirm announce declare have underline stress
emphasize emphasise hold restate give renew articulate sound register raise note
""".split())
# Adjectives with "that …" or "to …": was confident that.
ADJECTIVE = frozenset("""
convinced confident sure certain hopeful adamant insistent concerned worried optimistic afraid clear ready willing
eager determined reluctant unwilling prepared proud glad pleased happy grateful
""".split())
ATTITUDES = frozenset("""
believe think hope want wish fear know consider feel doubt suspect expect prefer support oppose back endorse favour
favor seek intend plan refuse decline assume understand see view regard worry share learn decide hold find show
demonstrate mean aim vote anticipate envisage fancy trust judge reckon realize realise recognize recognise foresee
wonder convince pray interpret resolve appreciate approve disapprove deem doubt desire distance disavow readiness
willing eager determined reluctant unwilling prepared proud glad pleased happy grateful ready sure certain concerned
worried afraid optimistic hopeful
""".split()) - {"readiness", "see", "hold"}
# Common nouns that can be a source; others only say something where the grammar leaves no doubt ("the sign says that").
SPEAKERS = frozenset("""
people person man men woman women everyone everybody nobody none anyone someone one ones half majority percent group
team party side sides parties official officials minister ministers president presidents premier chairman chairmen
chairwoman spokesman spokeswoman spokesperson spokespeople secretary director general chief head heads leadership
diplomat diplomats ambassador ambassadors envoy envoys delegation delegations delegate delegates representative
representatives deputy deputies lawmaker senator official government governments ministry ministries cabinet state
states country countries nation nations member members side membership organisation organization organisations
organizations body secretariat council committee commission parliament assembly alliance union bloc bank agency
agencies authority authorities administration embassy department office court judge jury army military police force
forces command institute think-tank university company companies firm firms corporation industry press newspaper paper
papers magazine journal media broadcaster channel station outlet outlets site website agency editorial column
commentary article book report reports study studies survey surveys poll polls research review statement statements
declaration communique communiqué document documents resolution letter message telegram speech text agreement treaty
convention charter constitution law bill act programme program plan strategy concept protocol memorandum memo note
record records release transcript release release source sources witness witnesses expert experts analyst analysts
scholar scholars scientist researcher academic observer observers critic critics commentator author authors historian
economist journalist reporter correspondent columnist editor host guest participant participants attendees audience
crowd public citizens citizen residents resident voters voter family families father mother wife husband brother
sister son daughter friend friends colleague colleagues neighbour ally allies partner partners rival rivals opponent
opponents opposition supporter supporters backer advocate advocates activist activists lawyer lawyers prosecutor
attorney aide aides adviser advisers advisor advisors staff staffer candidate candidates campaign camp nominee
politician politicians leader leaders businessman businessmen entrepreneur entrepreneurs community movement church
king queen prince emperor sultan sheikh pope commander officer officers soldier veterans student students teacher
teachers worker workers youth hundreds thousands dozens many few others both majority minority executive executives
board world west league federation association society foundation club forum conference congress summit meeting
mission monitor monitors ngo foundation presidency kremlin capital host hosts signatories signatory guarantors founder
founders co-founder neighbours quarter data analysis findings figures estimates evidence intelligence legislators
legislature establishment panel narrator
""".split())
# Said in the first person and in the present these do something rather than report it: "I stress", "I would like to say".
FIRST = frozenset(["i", "we"])
SPOKEN_TO = frozenset("tell inform remind assure notify advise ask warn urge call order persuade convince".split())

_IRREGULAR = {line.split()[0]: line for line in """
say says said saying
tell tells told telling
write writes wrote written writing
read reads read reading
think thinks thought thinking
hold holds held holding
speak speaks spoke spoken speaking
find finds found finding
show shows showed shown showing
know knows knew known knowing
feel feels felt feeling
see sees saw seen seeing
foresee foresees foresaw foreseen foreseeing
mean means meant meaning
understand understands understood understanding
begin begins began begun beginning
go goes went gone going
make makes made making
swear swears swore sworn swearing
cast casts cast casting
give gives gave given giving
have has have had having
forecast forecasts forecast forecasting
broadcast broadcasts broadcast broadcasting
withdraw withdraws withdrew withdrawn withdrawing
seek seeks sought seeking
undertake undertakes undertook undertaken undertaking
sing sings sang sung singing
learn learns learned learnt learning
plead pleads pleaded pled pleading
beg begs begged begging
brag brags bragged bragging
quip quips quipped quipping
plan plans planned planning
dub dubs dubbed dubbing
refer refers referred referring
chat chats chatted chatting
commit commits committed committing
admit admits admitted admitting
regret regrets regretted regretting
slam slams slammed slamming
snap snaps snapped snapping
flag flags flagged flagging
rebut rebuts rebutted rebutting
extol extols extolled extolling
label labels labelled labeled labelling labeling
prefer prefers preferred preferring
signal signals signalled signaled signalling signaling
balk balks balked balking
plea pleas
paint paints painted painting
tweet tweets tweeted tweeting
""".strip().splitlines()}


@cache
def verb_forms() -> dict[str, str]:
    """Every form of every cue verb, in lower case -> the verb as a dictionary has it."""
    verbs = CLAUSE | QUOTATION | INFINITIVE | OBJECT_INFINITIVE | OBJECT | OBJECT_AS | OBJECT_NAME | PREPOSITION.keys() | CARRIER
    return {form: verb for verb in sorted(verbs) for form in forms_of(verb)}


def forms_of(verb: str) -> list[str]:
    """The forms of a verb: the irregular ones as they are known, others by rule."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        third, stem = verb[:-1] + "ies", verb[:-1] + "i"
    else:
        third = verb + "s"
    return [verb, third, stem + "ed", (stem[:-1] + "y" if stem.endswith("i") and verb.endswith("y") else stem) + "ing"]
