"""What people need, in plain words: two levels, each with its SDOH category (HL7 SDOH Clinical Care)."""

from dataclasses import dataclass

from kizuna.access.wording import N_


@dataclass(frozen=True)
class Need:
    """One need. `code` is `group` or `group.need`; `label` is translated where it is shown."""

    code: str
    label: str
    sdoh: str
    icon: str = ""
    hint: str = ""

    @property
    def group(self) -> str:
        """The code of the group it belongs to; a group is its own."""
        return self.code.partition(".")[0]


GROUPS = (
    Need("company", N_("Company"), "social-connection", "company", N_("people to talk to")),
    Need("mood", N_("Feeling low"), "stress", "mood", N_("sad, worried, not sleeping")),
    Need("food", N_("Food"), "food-insecurity", "food", N_("today or each week")),
    Need("money", N_("Money"), "financial-insecurity", "money", N_("bills, rent, forms")),
    Need("home", N_("Home"), "housing-instability", "home", N_("heating, repairs, a room")),
    Need("health", N_("Health"), "medical-cost-burden", "health", N_("doctor, medicine, teeth")),
    Need("moving", N_("Getting out"), "transportation-insecurity", "moving", N_("walks, sport, a lift")),
    Need("new", N_("New here"), "social-connection", "new", N_("language, papers, school")),
    Need(
        "caring", N_("Caring for someone"), "social-connection", "caring", N_("a rest, advice, help at home")
    ),
    Need(
        "practical",
        N_("Practical help"),
        "material-hardship",
        "practical",
        N_("shopping, letters, computers"),
    ),
    Need("learning", N_("Learning and work"), "employment-status", "learning", N_("courses, skills, a job")),
    Need(
        "safety", N_("Safety"), "intimate-partner-violence", "safety", N_("when someone hurts or scares you")
    ),
    Need(
        "disaster",
        N_("Storm or emergency"),
        "material-hardship",
        "disaster",
        N_("get ready, shelter, clean up"),
    ),
)

NEEDS = (
    Need("company.friend", N_("Someone to talk to"), "social-connection"),
    Need("company.phone", N_("A friendly phone call"), "social-connection"),
    Need("company.visit", N_("A visit at home"), "social-connection"),
    Need("company.group", N_("A group to join"), "social-connection"),
    Need("company.meal", N_("Eating together"), "social-connection"),
    Need("company.craft", N_("Making things together"), "social-connection"),
    Need("company.faith", N_("A faith community"), "social-connection"),
    Need("company.volunteer", N_("A way to help others"), "social-connection"),
    Need("mood.talk", N_("Talking with a counsellor"), "stress"),
    Need("mood.crisis", N_("Help in a crisis"), "stress"),
    Need("mood.peer", N_("People who have been there too"), "stress"),
    Need("mood.grief", N_("After a death"), "stress"),
    Need("mood.breakup", N_("After a break-up"), "stress"),
    Need("mood.sleep", N_("Sleep and worry"), "stress"),
    Need("mood.addiction", N_("Drink, drugs or gambling"), "stress"),
    Need("mood.family", N_("Family worries"), "stress"),
    Need("mood.young", N_("Help for a young person"), "stress"),
    Need("food.today", N_("Food for today"), "food-insecurity"),
    Need("food.parcel", N_("A food parcel"), "food-insecurity"),
    Need("food.meals", N_("Meals brought to you"), "food-insecurity"),
    Need("food.cooking", N_("Cooking on a small budget"), "food-insecurity"),
    Need("money.bills", N_("Paying bills"), "financial-insecurity"),
    Need("money.debt", N_("Debt"), "financial-insecurity"),
    Need("money.benefits", N_("Benefits and forms"), "financial-insecurity"),
    Need("money.tax", N_("Taxes"), "financial-insecurity"),
    Need("money.legal", N_("Legal advice"), "financial-insecurity"),
    Need("home.shelter", N_("A place to sleep tonight"), "homelessness"),
    Need("home.rent", N_("Help with rent"), "housing-instability"),
    Need("home.find", N_("Finding a home"), "housing-instability"),
    Need("home.repairs", N_("Repairs"), "inadequate-housing"),
    Need("home.energy", N_("Heating and power"), "utility-insecurity"),
    Need("home.things", N_("Furniture and household things"), "material-hardship"),
    Need("home.clothes", N_("Clothes"), "material-hardship"),
    Need("health.doctor", N_("A doctor or nurse"), "medical-cost-burden"),
    Need("health.teeth", N_("Teeth, eyes and ears"), "medical-cost-burden"),
    Need("health.medicine", N_("Medicine and equipment"), "medical-cost-burden"),
    Need("health.insurance", N_("Health insurance"), "health-insurance-coverage-status"),
    Need("health.disability", N_("Living with a disability"), "medical-cost-burden"),
    Need("health.women", N_("Pregnancy and women's health"), "medical-cost-burden"),
    Need("health.hiv", N_("HIV and sexual health"), "medical-cost-burden"),
    Need("moving.lift", N_("A lift or a bus pass"), "transportation-insecurity"),
    Need("moving.walk", N_("Walking with others"), "social-connection"),
    Need("moving.exercise", N_("Gentle exercise"), "social-connection"),
    Need("moving.sport", N_("Sport"), "social-connection"),
    Need("moving.garden", N_("Gardens and nature"), "social-connection"),
    Need("new.language", N_("Learning the language"), "personal-health-literacy"),
    Need("new.papers", N_("Papers and status"), "social-connection"),
    Need("new.interpreter", N_("An interpreter"), "personal-health-literacy"),
    Need("new.settle", N_("Settling in"), "social-connection"),
    Need("caring.rest", N_("A rest from caring"), "social-connection"),
    Need("caring.child", N_("Child care"), "material-hardship"),
    Need("caring.parents", N_("Help for parents"), "stress"),
    Need("caring.older", N_("Help for an older person"), "elder-abuse"),
    Need("caring.group", N_("Meeting other carers"), "social-connection"),
    Need("practical.shopping", N_("Shopping and errands"), "material-hardship"),
    Need("practical.letters", N_("Letters and forms"), "personal-health-literacy"),
    Need("practical.computer", N_("Phones and computers"), "digital-access"),
    Need("practical.house", N_("Help around the house"), "material-hardship"),
    Need("practical.pets", N_("Help with a pet"), "material-hardship"),
    Need("learning.job", N_("Finding work"), "employment-status"),
    Need("learning.course", N_("A course"), "less-than-high-school-education"),
    Need("learning.reading", N_("Reading and sums"), "less-than-high-school-education"),
    Need("learning.children", N_("Homework and after school"), "less-than-high-school-education"),
    Need("safety.home", N_("Not safe at home"), "intimate-partner-violence"),
    Need("safety.child", N_("A child who is not safe"), "intimate-partner-violence"),
    Need("safety.older", N_("An older person who is not safe"), "elder-abuse"),
    Need("safety.crime", N_("After a crime"), "stress"),
    Need("safety.veteran", N_("Help for veterans"), "veteran-status"),
    Need("disaster.ready", N_("Getting ready"), "material-hardship"),
    Need("disaster.shelter", N_("Emergency shelter"), "homelessness"),
    Need("disaster.cleanup", N_("Cleaning up afterwards"), "material-hardship"),
    Need("disaster.power", N_("Power for medical equipment"), "utility-insecurity"),
)

BY_CODE = {need.code: need for need in (*GROUPS, *NEEDS)}


def meets(wanted: str, offered: frozenset[str]) -> bool:
    """Whether an option with these codes meets a need: exactly, or at the level of the group."""
    if wanted in offered:
        return True
    group = wanted.partition(".")[0]
    if wanted == group:
        return any(code.partition(".")[0] == group for code in offered)
    return group in offered
