"""The organisations of Linden Bay, what they offer, and the groups that meet."""

from dataclasses import dataclass
from random import Random

from kizuna.web.town.residents import NEIGHBOURHOODS

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True)
class Organisation:
    """An organisation; `answers` is how likely it answers a referral in time, 0–1."""

    code: str
    name: str
    about: str
    neighbourhood: str
    street: str
    answers: float
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """A service of an organisation, at its address."""

    code: str
    organisation: str
    name: str
    about: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    days: tuple[str, ...]
    opens: str
    closes: str
    free: bool
    remote: bool
    step_free: bool
    min_age: int | None
    max_age: int | None
    places: int | None
    confirmed_days_ago: int
    lat: float
    lon: float
    emergency_only: bool = False


@dataclass(frozen=True)
class Group:
    """A group that meets every week at one hour."""

    code: str
    name: str
    about: str
    needs: tuple[str, ...]
    neighbourhood: str
    place: str
    day: str
    opens: str
    minutes: int
    size: int
    gentle: bool
    languages: tuple[str, ...]
    step_free: bool
    cost: int
    min_age: int | None
    lat: float
    lon: float
    confirmed_days_ago: int


# name | what it is | kinds of service it may offer
_ORGANISATIONS = """
Harbour Hall Kitchen|A warm room and a big pot, run by neighbours|food company
Linden Bay Neighbours|People who look out for each other|company practical moving
Old Town Library|Books, warm chairs and patient people|learning practical new
Old Town Community Kitchen|Cook and eat with others|food company
The Listening Post|Trained volunteers who listen|mood
Tidewater Counselling|Talking with a counsellor, at your pace|mood
Lantern Bereavement Circle|For anyone who has lost somebody|mood
Bay Street Advice|Free advice on bills, debt and the law|money home
Saltmarsh Credit Union|Fair savings and small loans|money
Pier Two Pantry|Food parcels without questions|food
Linden Hill Surgery|Doctors and nurses for the hill|health
South Shore Health Rooms|Walk-in nurse, teeth and eyes|health
Quay Pharmacy|Medicine and someone to ask|health
Open Door House|A bed for tonight and help for tomorrow|home safety
Roof and Hearth|Repairs and warm homes|home practical
Keel Housing Trust|Homes at a fair rent|home
Wheels for All|Lifts for people who cannot drive|moving
Bay Striders|Walks for every pace|moving
South Shore Sports Barn|Sport for all ages|moving
Linden Allotments|Growing things together|moving company
Welcome Table|For people who are new in town|new company
Bridge Interpreters|Someone who speaks your language|new practical
Papers and Rights|Help with papers and status|new money
Carers' Corner|A rest and a chat for people who care for someone|caring
Little Boats Nursery|Child care by the water|caring
Family Anchor|Support for parents and children|caring mood
Silver Gulls|For people over 60|company caring practical
Hands On Repair|Fixing things, and showing you how|practical home
Click and Chat|Phones and computers made easy|practical learning
Second Tide Shop|Clothes and furniture for little or nothing|home food
Harbour Skills|Courses and help to find work|learning
Reading Room|Reading and sums for grown-ups|learning new
Homework Boat|After school on the old ferry|learning caring
Safe Harbour|For anyone who is hurt or scared at home|safety mood
After the Storm|Gets the town ready and cleans up after|disaster practical
Bay Radio Volunteers|Word gets round, also when the power is out|disaster
Steady Hands|Free from drink, drugs and gambling, together|mood
Able Bay|Living well with a disability|health moving
Chapel on the Hill|A faith community with an open door|company food
Linden Bay Mosque Kitchen|Meals and company for everyone|company food
""".strip()

# kind | need codes | name | what it is | hours | flags (r remote, a over 60, y under 19, f costs something)
_SERVICES = """
food|food.parcel food.today|Food parcels|Food for three days, packed for your household|09:00-12:00|
food|food.meals|Meals to your door|A hot meal at home, weekdays|11:00-14:00|r
food|company.meal food.today|Open table|Lunch for anyone, at one long table|12:00-14:00|
food|food.cooking|Cooking on a small budget|Cook together and take your dinner home|16:00-18:00|
company|company.phone company.friend|Phone friend|One call a week from the same person|10:00-18:00|r
company|company.visit company.friend|Someone to visit you|A neighbour comes by for tea|10:00-17:00|
company|company.volunteer|Lend a hand|Find out what you could do for others|10:00-15:00|
company|company.faith company.meal|Open house|Tea, songs and company; everyone is welcome|15:00-18:00|
mood|mood.talk mood.sleep|Talking with a counsellor|Up to eight talks, in private|09:00-17:00|
mood|mood.crisis mood.talk|Listening line|Someone to listen, day and night|00:00-23:59|r
mood|mood.grief mood.peer|After a death|One to one support in the first year|10:00-16:00|
mood|mood.breakup mood.family|When a relationship ends|Talk it through with somebody outside|12:00-19:00|
mood|mood.addiction mood.peer|Steady steps|A worker and a plan at your pace|09:00-17:00|
mood|mood.young|Young minds drop-in|Come as you are, no appointment|14:00-18:00|y
money|money.bills money.debt|Bills and debt advice|Bring the letters, we open them together|09:00-16:00|
money|money.benefits practical.letters|Benefits check|What you may be missing, and the forms|09:00-13:00|
money|money.legal|Legal advice evening|Half an hour with a lawyer|17:00-19:00|
money|money.tax|Tax help|Fill it in together|10:00-14:00|
home|home.rent money.bills|Rent rescue|When you cannot pay this month|09:00-15:00|
home|home.find|Finding a home|Search, view and sign together|09:00-15:00|
home|home.shelter|A bed for tonight|Come before nine in the evening|17:00-23:59|
home|home.repairs practical.house|Small repairs|A leaking tap, a broken step|08:00-16:00|f
home|home.energy|Warm home visit|Draughts, heating and the power bill|09:00-15:00|
home|home.things home.clothes|Furniture and clothes|Take what you need|10:00-16:00|f
health|health.doctor|Walk-in nurse|No appointment, bring a list of questions|08:00-12:00|
health|health.teeth|Low-cost teeth and eyes|Check-ups and glasses|09:00-16:00|f
health|health.medicine|Medicine help|Sorting pills, and paying for them|09:00-18:00|
health|health.disability|Living with a disability|Equipment, rights and people who know|10:00-15:00|
health|health.insurance|Health insurance help|Choose and sign up together|09:00-13:00|
moving|moving.lift|A lift when you need one|To the doctor, the shop or a group|08:00-18:00|
moving|moving.exercise|Chair exercise at home|By video or telephone|10:00-11:00|r
moving|moving.sport|Sport pass|A year of sport for very little|10:00-20:00|f
moving|moving.garden|A plot of your own|A small garden and neighbours who know how|09:00-17:00|
new|new.language|Learn English with a neighbour|One hour, two people, real talk|10:00-19:00|
new|new.papers money.legal|Help with papers|Forms, dates and who to write to|09:00-14:00|
new|new.interpreter|An interpreter beside you|At the doctor, the school, the office|09:00-17:00|
new|new.settle new.language|First steps in town|A person who shows you round|10:00-16:00|
caring|caring.rest caring.group|A rest from caring|Someone sits in while you go out|09:00-18:00|
caring|caring.child|Child care places|Ages one to five|07:30-18:00|f
caring|caring.parents mood.family|Parents' line|Ask anything, nobody judges|09:00-20:00|r
caring|caring.older|Day room|A day out for an older person, with lunch|10:00-15:00|a
practical|practical.shopping|Shopping done for you|Give us the list|09:00-13:00|r
practical|practical.letters|Letters and forms|Help with letters and forms|14:00-18:00|
practical|practical.computer|Phone and computer help|Bring it, we look together|13:00-17:00|
practical|practical.house practical.pets|Odd jobs and dog walks|Small help from neighbours|09:00-17:00|
learning|learning.job|Back to work|Letters, practice and a plan|09:00-15:00|
learning|learning.course|Evening courses|From bread to book-keeping|17:00-21:00|f
learning|learning.reading|Reading and sums for grown-ups|Small groups, kind teachers|10:00-19:00|
learning|learning.children|Homework help|A quiet table and somebody to ask|15:00-18:00|y
safety|safety.home mood.crisis|Safe at home|Make a plan, find a safe place|00:00-23:59|r
safety|safety.child safety.home|A child who is not safe|Ask us what to do|00:00-23:59|r
safety|safety.older|Older and not safe|Someone who listens and acts with you|09:00-17:00|r
safety|safety.crime mood.talk|After a crime|What happens next, and someone beside you|09:00-17:00|
disaster|disaster.ready|Get ready together|A plan and a box for your household|17:00-19:00|
disaster|disaster.power health.medicine|Power for medical equipment|Register before the storm|09:00-16:00|r
disaster|disaster.shelter|Emergency shelter|Opens when the town says so|00:00-23:59|e
disaster|disaster.cleanup|Clean-up crew|Mud, water and fallen trees|08:00-18:00|
""".strip()

# name | needs | what it is | gentle (g) or large | price
_GROUPS = """
Soup and songs|company.meal company.group|A big pot, a piano and whoever comes|g|0
Slow walk by the water|moving.walk company.group|Half an hour at the pace of the slowest|g|0
Knit and natter|company.craft company.group|Wool, tea and talk|g|0
Tuesday gardeners|moving.garden company.group|Weeding, planting and sitting in the sun|g|0
Language café|new.language company.group|Tables in many languages|l|0
Newcomers' supper|new.settle company.meal|Bring a dish, or only yourself|g|0
Bereavement circle|mood.grief mood.peer|Six chairs and a candle|g|0
Low days group|mood.peer mood.sleep|For days that are heavy; you need not speak|g|0
Parents and prams|caring.parents company.group|Coffee while they sleep|g|0
Carers' tea|caring.group company.friend|An hour that is yours|g|0
Chair yoga|moving.exercise|Sitting down counts|g|2
Five-a-side for anyone|moving.sport company.group|Mixed teams, old shoes welcome|l|1
Community choir|company.group|No reading of music needed|l|0
Cook and share|company.meal food.cooking|Cook together, take some home|l|2
Repair morning|practical.house company.craft|Bring what is broken|l|0
Men's shed|company.craft company.friend|Tools, wood and company|g|0
Board games night|company.group|Old games and new people|l|0
Book circle|company.group learning.reading|Short books, long talks|g|0
Steady together|mood.addiction mood.peer|A day at a time|g|0
Phones made easy|practical.computer|Bring your phone and your questions|g|0
""".strip()
_STREETS = (
    "Quay Street",
    "Mill Lane",
    "Lantern Row",
    "Harbour Street",
    "Chapel Steps",
    "Linden Avenue",
    "Pier Road",
    "Saltmarsh Way",
    "Gull Terrace",
    "Orchard Rise",
)
_PLACES = (
    "Harbour Hall",
    "Old Town Library",
    "The Sports Barn",
    "Chapel room",
    "Pier 2",
    "Linden Hill School",
    "The Allotments",
    "South Shore Health Rooms",
)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def organisations(rng: Random) -> list[Organisation]:
    """The 40 organisations. A few answer slowly, and it shows in what becomes of referrals."""
    found = []
    for line in _ORGANISATIONS.splitlines():
        name, about, kinds = line.split("|")
        where = rng.choice(NEIGHBOURHOODS)
        street = f"{rng.randint(1, 60)} {rng.choice(_STREETS)}"
        answers = rng.choice((0.98, 0.95, 0.92, 0.88, 0.6))
        found.append(
            Organisation(_slug(name), name, about, where.code, street, answers, tuple(kinds.split()))
        )
    return found


def _service(rng: Random, organisation: Organisation, line: str, number: int) -> Service:
    _, needs, name, about, hours, flags = line.split("|")
    where = next(n for n in NEIGHBOURHOODS if n.code == organisation.neighbourhood)
    opens, closes = hours.split("-")
    always = opens == "00:00"
    spoken = {"en", *(code for code, p in (("es", 0.45), ("ar", 0.14), ("pt", 0.12)) if rng.random() < p)}
    return Service(
        code=f"{organisation.code}-{_slug(name)}-{number}",
        organisation=organisation.code,
        name=name,
        about=about,
        needs=tuple(needs.split()),
        languages=tuple(sorted(spoken)),
        days=(*DAYS, "SU") if always else tuple(d for d in DAYS if rng.random() < 0.55) or ("WE",),
        opens=opens,
        closes=closes,
        free="f" not in flags,
        remote="r" in flags,
        step_free=rng.random() < 0.8,
        min_age=60 if "a" in flags else None,
        max_age=19 if "y" in flags else None,
        places=rng.choice((None, None, 0, 2, 5, 12)),
        confirmed_days_ago=int(rng.expovariate(1 / 70)) + 1,
        lat=round(rng.gauss(where.lat, 0.002), 5),
        lon=round(rng.gauss(where.lon, 0.003), 5),
        emergency_only="e" in flags,
    )


def services(rng: Random, found: list[Organisation], count: int = 150) -> list[Service]:
    """Services spread over the organisations by what each does; no organisation is left out."""
    lines = _SERVICES.splitlines()
    made: list[Service] = []
    taken: set[tuple[str, str]] = set()
    for turn in range(count * 8):
        if len(made) == count:
            break
        line = lines[turn % len(lines)]
        kind, name = line.split("|")[0], line.split("|")[2]
        free = [o for o in found if kind in o.kinds and (o.code, name) not in taken]
        if free:
            fewest = min(sum(s.organisation == o.code for s in made) for o in free)
            chosen = rng.choice([o for o in free if sum(s.organisation == o.code for s in made) == fewest])
            taken.add((chosen.code, name))
            made.append(_service(rng, chosen, line, len(made)))
    return made


def groups(rng: Random) -> list[Group]:
    """Sixty groups: each of the twenty kinds once in every neighbourhood."""
    made = []
    for line in _GROUPS.splitlines():
        name, needs, about, size, cost = line.split("|")
        for where in NEIGHBOURHOODS:
            hour = rng.choice((9, 10, 11, 14, 15, 16, 18, 19))
            made.append(
                Group(
                    code=f"{_slug(name)}-{where.code}",
                    name=f"{name}, {where.name}",
                    about=about,
                    needs=tuple(needs.split()),
                    neighbourhood=where.code,
                    place=rng.choice(_PLACES),
                    day=rng.choice(DAYS),
                    opens=f"{hour:02d}:{rng.choice(('00', '30'))}",
                    minutes=rng.choice((60, 90, 120)),
                    size=rng.randint(5, 9) if size == "g" else rng.randint(14, 28),
                    gentle=size == "g",
                    languages=(
                        "en",
                        *(c for c, p in (("es", 0.4), ("ar", 0.15), ("pt", 0.15)) if rng.random() < p),
                    ),
                    step_free=rng.random() < 0.75,
                    cost=int(cost),
                    min_age=18 if "mood" in needs else None,
                    lat=round(rng.gauss(where.lat, 0.002), 5),
                    lon=round(rng.gauss(where.lon, 0.003), 5),
                    confirmed_days_ago=int(rng.expovariate(1 / 40)) + 1,
                )
            )
    return made
