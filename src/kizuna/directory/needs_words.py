"""Words by which listings are matched with needs. A table to edit: `*` stands for any ending of a word.

Left: the need. Right: what names of terms and services say when they meet it. Words about whom a service
is for (women, children, veterans) are not here on their own: they say who may come, not what helps.
"""

WORDS: dict[str, str] = {
    "company.friend": "befriend*|companion*|friendly visit*|social connection*|socialization|"
    "socialisation|lonel*|isolat*|virtual support|one-on-one support|drop-in cent*|community cent*",
    "company.phone": "telephone reassurance|friendly call*|friendship line|warm line*|warmline*|"
    "friendly phone|senior call*|reassurance call*",
    "company.visit": "friendly visit*|home visit*|visitor program*|visiting program*",
    "company.group": "social club*|senior cent*|seniors cent*|club for*|clubs|social group*|men s shed*|"
    "women s group*|recreation* activit*|recreation cent*|community cent*|recreational|leisure|"
    "youth development|scout*|boys girls clubs|boys and girls club*|support network|cultural heritage|"
    "cultural cent*",
    "company.meal": "congregate meal*|lunch club*|community meal*|community dinner*|thanksgiving luncheon|"
    "nutrition site*|communal meal*|coffee morning*|supper club*|luncheon*",
    "company.craft": "arts and crafts|craft*|knit*|sewing|pottery|painting class*|choir*|choral|singing|"
    "dance|dancing|ballet|music instruction|musical instrument*|theater*|theatre*|drama|art class*|"
    "art instruction|visual arts|performing arts|quilting|book club*|woodwork*|ceramics",
    "company.faith": "church*|ministr*|mosque*|synagogue*|temple|spiritual*|pastoral|faith based|"
    "religious|chaplain*|parish*|congregation|jewish community|bible",
    "company.volunteer": "volunteer*|community involvement|civic|community service program*|"
    "retired and senior volunteer",
    "mood.talk": "counsel*ing|counsel*or*|counselling|therap*ist*|psychotherap*|mental health|psychiatr*|"
    "psycholog*|behavio*ral health|behavio*r therapy|emotional|play therapy|talking therap*|art therapy|"
    "music therapy|anger management|stress management|private therapy|depress*|anxiety|psychosocial|"
    "mental illness|conflict resolution",
    "mood.crisis": "crisis|suicid*|psychiatric emergenc*|hotline*|helpline*|mobile response|in crisis|"
    "lifeline",
    "mood.peer": "support group*|peer support|self help|12 step|twelve step|drop in cent*|clubhouse|"
    "anonymous|peer counsel*|peer to peer|recovery community|mutual aid",
    "mood.grief": "bereave*|grie*|death and dying|hospice*|suicide survivors|widow*|end of life|burial|"
    "funeral*|cremation",
    "mood.breakup": "divorce*|separation|marriage counsel*|marital|couples counsel*|relationship counsel*|"
    "conjoint counsel*|child custody",
    "mood.sleep": "sleep*|insomnia|meditation|mindful*|relaxation|stress management|anxiety|yoga|worry",
    "mood.addiction": "alcohol*|drug|drugs|substance use|substance abuse|addiction*|opioid*|detox*|sober*|"
    "smoking cessation|tobacco|gambl*|relapse prevention|methadone|recovery hous*|al-anon|narcotics|"
    "nicotine|dui|12 step|quit smoking",
    "mood.family": "family counsel*|family therapy|family support|family preservation|conjoint counsel*|"
    "parent counsel*|families friends of|parent child|marriage counsel*|family mediation|mediation|"
    "family services|parent family|families",
    "mood.young": "mentor*|big brother*|youth counsel*|adolescent youth counsel*|child guidance|"
    "adolescent psychiatry|child and adolescent|children s mental health|runaway*|at risk youth|juvenile*|"
    "truan*|dropout*|youth shelter*|teen counsel*|youth violence|gang*|delinquen*|youth crisis|glbt youth|"
    "school based|bullying|youth development|youth court*|adolescents",
    "food.today": "emergency food|soup kitchen*|food today|free meal*|hot meal*|food voucher*|feeding|"
    "breakfast program*|meals for homeless|summer food|food distribution",
    "food.parcel": "food pantr*|food parcel*|food bank*|groceries|food basket*|thanksgiving basket*|"
    "holiday basket*|food box*|emergency food|commodity supplement*|gleaning|formula baby food|"
    "food distribution|wic|snap|food stamp*|food benefits|help pay for food|donated food|food voucher*",
    "food.meals": "home delivered meal*|meals on wheels|meal delivery|food delivery|delivered meals|"
    "grocery delivery",
    "food.cooking": "cooking|nutrition education|nutrition assess*|nutrition counsel*|healthy eating|"
    "nutritionist*|dietit*|dietary|nutrition",
    "money.bills": "rent payment*|bill payment*|payment assistance|utility assistance|help pay for util*|"
    "emergency payment*|financial assistance|financial aid|emergency assistance|expense assistance|"
    "prescription expense*|temporary financial|tanf|cash assistance|welfare|transportation expense*|"
    "help pay for|undesignated temporary|burial benefits|scholarship*",
    "money.debt": "debt|credit counsel*|bankruptcy|financial counsel*|financial management|"
    "money management|budget*|financial education|foreclosure|savings|personal financial|"
    "financial literacy|loans|loan",
    "money.benefits": "benefit*|social security|ssi|disability insurance|medicaid|medicare|food stamp*|"
    "snap|tanf|unemployment insurance|public assistance|veteran benefit*|aid and attendance|entitlement*|"
    "wic|assister|in person assister*|retirement insurance|welfare|social insurance|government benefits|"
    "survivors insurance",
    "money.tax": "tax|taxes|vita|vita program|income tax|tax aide|taxpayer*|property tax*",
    "money.legal": "legal*|lawyer*|attorney*|law|court|courts|public defender*|mediation|paralegal|"
    "guardianship|law librar*|notary|child support|immigration naturalization|consumer complaint*|"
    "civil rights|discrimination|ombuds*|landlord tenant|human rights|expungement|clerk of*|"
    "consumer protection|complaints|better business",
    "home.shelter": "shelter|shelters|homeless*|transitional housing|runaway*|safe house*|rapid rehousing|"
    "night shelter|emergency housing|drop in cent* for the homeless|domestic violence shelter*|"
    "safe housing|short-term housing",
    "home.rent": "rent|rental assistance|rent payment*|rental deposit*|help pay for housing|eviction*|"
    "section 8|housing voucher*|housing choice|mortgage*|foreclosure|landlord*|tenant*|housing payment*",
    "home.find": "housing|homebuyer*|home purchase*|home buyer*|group home*|group residence*|apartment*|"
    "assisted living|residential care|subsidized*|home loans|residence|residences|supported living|"
    "habitat for humanity|retirement communit*|nursing facilit*|nursing home*|long-term housing|"
    "foster home*|first time buyer*|relocation|residential housing|adult family care",
    "home.repairs": "home repair*|home rehabilitation|home improvement|weatheri*|home maintenance|"
    "minor repair*|building code*|housing code*|barrier removal|home modification*|maintenance repairs|"
    "code enforcement|handyman|building inspection*|building permit*|building and zoning|"
    "building department",
    "home.energy": "electric service*|gas service*|utility|utilities|energy|heating|water service*|liheap|"
    "electric*|fuel|power company|water sewer",
    "home.things": "furniture|household goods|home goods|appliance*|blanket*|thrift shop*|bedding|toys|"
    "holiday gift*|diaper*|baby supplies|school supplies|household items|cribs|kitchenware|goods|"
    "personal grooming suppl*|personal care items|donation pickup*|fans",
    "home.clothes": "cloth*|thrift shop*|thrift store*|school uniform*|coats|layette*|baby clothing|"
    "baby clothes|clothing bank*|clothing",
    "health.doctor": "clinic|clinics|hospital*|medical care|physician*|doctor*|nurse*|nursing|urgent care|"
    "primary care|health cent*|pediatric*|physical examination*|immuni*|vaccin*|vaccine*|screening|"
    "internal medicine|family medicine|cardio*|dermatolog*|gastro*|surgery|radiolog*|laborator*|"
    "blood tests|cancer|health department*|podiatr*|orthop*|neurolog*|diabetes|asthma|allerg*|"
    "tuberculosis|disease*|general medical*|emergency room*|trauma|chiropract*|physical therapy|"
    "pain management|medicine|checkup*|hepatitis|kidney*|dialysis|health care|student health|heart|"
    "wellness|stroke|medical information|lung|oncolog*|burn|health education|medical|acupuncture|"
    "health fair*|emergency medical*|paramedic*|ambulance*",
    "health.teeth": "dental*|dentist*|oral health|optometr*|eye care|eye exam*|eyeglass*|vision|hearing|"
    "ophthalm*|audiolog*|orthodont*|glasses|optical|glaucoma|blind*|visual impair*",
    "health.medicine": "prescription*|pharmac*|medication*|medical equipment|medical suppl*|"
    "assistive technolog*|hearing aid*|wheelchair*|prosthe*|durable medical|assistive|medication monitor*|"
    "equipment loan*|adaptive equipment|orthotic*",
    "health.insurance": "health insurance*|medicaid*|medicare*|affordable care act|qualified health plan*|"
    "uninsured|navigator program*|certified application*|kidcare|healthy kids|health coverage|"
    "marketplace*|small business health|insurance market*|social health insurance|"
    "without health insurance|discounted healthcare|medical care expense*",
    "health.disability": "disab*|autis*|blind*|deaf*|hard of hearing|visual impair*|cerebral palsy|"
    "special olympics|rehabilitation|occupational therapy|speech|independent living|down syndrome|"
    "special education|supported employment|braille|multiple sclerosis|epilepsy|brain injur*|muscular|"
    "early intervention|developmental*|spinal|supported living|handicap*|language therapy|guide dog*|"
    "applied behavio*ral|paraly*|hearing impair*|learning disabilit*|amputee*|therapeutic riding|"
    "telecommunication relay",
    "health.women": "pregnan*|prenatal|postpartum|maternity|childbirth|gynecolog*|obstetric*|"
    "breastfeeding|wic|midwi*|doula*|mammogram*|family planning|birth control|contracepti*|pap test*|"
    "expectant|mother and infant|women s health|healthy start|cesarean|lamaze|abortion*|breast cancer|"
    "new mother*|reproductive health|perinatal|infertility|pap smear*|lactation",
    "health.hiv": "hiv|aids|sexually transmitted|std|sexual health|prep|pre-exposure|post exposure|"
    "ryan white|sti",
    "moving.lift": "transportation|ride program*|rides|paratransit|bus pass*|transit|senior ride*|"
    "special transportation*|lift to|dial a ride|volunteer driver*|medical appointments transport*|"
    "trolley*|commuter*|metrorail|parking permit*|taxi*",
    "moving.walk": "walking program*|walking group*|walking club*|hiking|rambl*|nature walk*|walks",
    "moving.exercise": "exercise*|fitness|yoga|tai chi|aerobic*|aquatic*|gym|gentle movement|chair-based|"
    "pilates|strength training|weight management|falls prevention|zumba|wellness program*|"
    "physical activit*|stretch*",
    "moving.sport": "sport|sports|soccer|basketball|football|baseball|softball|tennis|swim*|volleyball|"
    "track and field|martial arts|karate|judo|golf|athletic*|athlet*|gymnastics|cheerlead*|boxing|cycling|"
    "bicycl*|skating|racquetball|sailing|rowing|bowling|hockey|cricket|rugby|badminton|special olympics|"
    "fencing|wrestling|lacrosse|surf*",
    "moving.garden": "gardening|community garden*|garden club*|gardening*|nature|parks|horticultur*|"
    "botanic*|environmental education|outdoor activit*|outdoor recreation|wildlife|zoos|arboretum*|"
    "tree planting|green space*|fishing|camping|trails|allotment*",
    "new.language": "english as a second*|esl|esol|language instruction|english class*|english lesson*|"
    "learn english|language class*|language learning|second language|english for speakers|"
    "conversation group*|foreign languages",
    "new.papers": "immigra*|citizenship|naturali*|visa|visas|asyl*|consulate*|undocumented|passport*|"
    "green card*|birth certificate*|social security number*|identification card*|photo identification|"
    "identification recovery|deportation|embass*|driver licens*|vital records|foreign government*|"
    "death certificate*",
    "new.interpreter": "interpret*|translation|translator*|translat*|sign language",
    "new.settle": "refugee*|newcomer*|settlement|immigrant support|cultural orientation|entrants|asylees|"
    "migrant*|resettle*|new arrivals|cultural adjustment|haitian|hispanic|cuban|ethnic advocacy|"
    "immigrant*|multicultural|farmworker*|farm worker*",
    "caring.rest": "respite*|adult day|relief for caregiver*|day care for adults|short break*|"
    "carers break|day programs|day program|day health|adult daycare|live in companion*|homemaker*",
    "caring.child": "child care*|childcare*|day care|daycare*|preschool*|head start*|extended child*|"
    "nurser*|babysit*|summer camp*|day camp*|early childhood|early head start|kindergarten*|infant*|"
    "toddler*|after school|afterschool|school readiness|voluntary prekinder*|pre-k|prekindergarten|vpk|"
    "family child care|montessori|early learning|help pay for childcare|camps",
    "caring.parents": "parent*|expectant new parent*|new parent*|fatherhood|fathers|family support cent*|"
    "breastfeeding|child development class*|teen expectant*|mothers|toddler group*|home visitation*|"
    "single parent*|adopt*|foster*|grandparents raising|diaper*|early literacy|families with children|"
    "kinship",
    "caring.older": "older adult*|elder*|senior|seniors|geriatric*|aging|ageing|in home support*|in-home*|"
    "home health*|homemaker*|personal care|adult day*|alzheimer*|dementia|nursing facilit*|nursing home*|"
    "assisted living|companionship|long term care|home care|aarp|meals on wheels|retire*|medical alert|"
    "escort program*|frail|parkinson*|hospice care",
    "caring.group": "caregiver*|carer*|families friends of|care receiver|caregiver support|carers|alzheimer*",
    "practical.shopping": "errand*|shopping assist*|shopping help|grocery shopping|escort*|shopping",
    "practical.letters": "information and referral|benefits assistance|application assist*|"
    "case care management|case management|help fill*|notary*|advocacy|information lines|211|form filling|"
    "navigat*|help with forms|community action agenc*|care coordination|library|libraries|"
    "directory assist*|referral*|one stop|ombuds*|outreach program*|information line*|wraparound|"
    "service coordination|understand government*|multipurpose cent*|information services|intake",
    "practical.computer": "computer*|internet|digital*|technology class*|technology training|cell phone*|"
    "lifeline phone|telephone assist*|wireless|broadband|libraries|public library|telephone service*",
    "practical.house": "homemaker*|chore*|housekeeping|yard work|cleaning|handyman|household help|lawn|"
    "moving help|help around the house|trash|garbage|recycl*|waste",
    "practical.pets": "pet|pets|animal*|veterinar*|spay*|neuter*|humane|dog|dogs|cat|cats",
    "learning.job": "job|jobs|employment*|career*|resume*|vocational*|workforce|work experience|"
    "internship*|apprentice*|on the job|interview training|job placement|help find work|one stop career|"
    "small business*|skills assessment|unemploy*|workplace|business development|entrepreneur*|re-entry|"
    "reentry|ex-offender*|labor|business assistance|microenterprise",
    "learning.course": "ged|adult education|adult basic|high school equival*|vocational*|technical trade|"
    "trade school*|life skills|community college*|colleges|university|college*|classes|workshop*|training|"
    "courses|continuing education|leadership*|education program*|adult school*|postsecondary|instruction|"
    "museum*|lecture*|library|libraries|citizenship education|first aid|cpr",
    "learning.reading": "literacy*|reading|basic literacy|adult literacy|numeracy|mathematics|"
    "early literacy|libraries|public librar*",
    "learning.children": "tutor*|homework*|after school|afterschool|youth enrichment|school supplies|"
    "summer camp*|extended child care|youth literacy|enrichment program*|boys girls clubs|scout*|"
    "elementary school*|charter school*|school readiness|dropout prevention|public schools|"
    "parent family involvement|special education*|student*|youth development|instructional support|"
    "alternative education|private schools|school system|school district*|middle school*|high school*|"
    "elementary|youth",
    "safety.home": "domestic violence*|intimate partner*|spouse*|abused women|abused men|abused adults|"
    "battered*|domestic family violence|family violence|help escape violence|restraining order*|"
    "immediate safety|children of abused|injunction*",
    "safety.child": "child abuse*|child protect*|child sexual abuse*|abused children|sexually abused|"
    "missing children|guardian ad litem|foster care|children s protective|safe haven*|child neglect|"
    "unaccompanied minors|child safety|child advocacy|child welfare",
    "safety.older": "elder abuse|elder dependent|dependent adult abuse|adult protective*|"
    "nursing facility complaint*|vulnerable adult*|elder exploitation|long term care ombuds*|elder justice",
    "safety.crime": "crime*|victim*|sexual assault*|rape|trafficking|police|sheriff*|law enforcement|"
    "victim advoc*|neighborhood watch|fraud|witness*|hate crime*|homicide|identity theft|gun safety|"
    "stalking|state attorney*|crime prevention",
    "safety.veteran": "veteran*|military|armed forces|army|navy|vet center*|ex-service*",
    "disaster.ready": "disaster preparedness|emergency prepared*|emergency management|hurricane*|"
    "evacuation|emergency registr*|fire prevention|disaster preparedness response|storm prep*|"
    "smoke alarm*|smoke detector*|civil defense|weather|fire safety|emergency communications",
    "disaster.shelter": "disaster shelter*|emergency shelter*|mass care|evacuation shelter*|cooling cent*|"
    "warming cent*|disaster relief*|red cross",
    "disaster.cleanup": "disaster relief*|disaster recovery|disaster clean*|debris|disaster response|"
    "flood clean*|natural disaster*|disaster claims|disaster loans",
    "disaster.power": "special medical needs registr*|medical needs shelter*|oxygen supp*|backup power|"
    "generator*|special needs registr*|power dependent|ventilator*|life support equipment",
}

TEXT: dict[str, str] = {
    "company.friend": "lonely|loneliness|isolation|isolated|companionship|befriend*|make friends",
    "company.group": "socialization|social activities|recreational activities|social events",
    "company.faith": "worship|parish*|church service*",
    "mood.talk": "counseling|mental health|therapy|emotional support|psycholog*|psychiatr*",
    "mood.crisis": "24-hour crisis|crisis intervention|suicide prevention|crisis line",
    "mood.peer": "support group*|self-help group*",
    "mood.addiction": "substance abuse|drug abuse|alcoholi*|addiction*|drug treatment",
    "food.parcel": "food pantry|food bank|bags of groceries|free groceries|food distribution",
    "food.today": "hot meals|free meals|soup kitchen",
    "food.meals": "home delivered meals|home-delivered meals|meals on wheels",
    "money.bills": "rent and utility|utility bills|emergency financial assistance|financial assistance",
    "money.legal": "legal services|legal assistance|legal advice|legal representation|court",
    "money.benefits": "social security|public assistance|food stamps|benefits",
    "home.shelter": "emergency shelter|homeless",
    "home.find": "affordable housing|public housing|housing for|apartments|residential facility|"
    "assisted living",
    "home.repairs": "home repair*|building code*",
    "health.doctor": "primary care|medical care|medical services|health care|physician*|hospital|"
    "health services|screenings|patients|disease",
    "health.teeth": "dental|vision care|eyeglasses|optometr*",
    "health.medicine": "prescription*|medical equipment|pharmacy",
    "health.women": "prenatal|pregnan*|gynecolog*",
    "health.hiv": "hiv|aids",
    "health.disability": "disabilit*|rehabilitation|autism|visually impaired|hearing impaired",
    "moving.lift": "transportation service*|transportation to|provides transportation",
    "moving.exercise": "exercise class*|fitness",
    "moving.sport": "sports|athletic*",
    "moving.garden": "gardening|community garden*",
    "new.papers": "immigration|citizenship|passport*|visas|consular",
    "new.language": "esol|english as a second language|english classes",
    "new.settle": "refugees|immigrants|newcomers",
    "caring.rest": "respite",
    "caring.child": "child care|childcare|day care|preschool|early learning",
    "caring.parents": "parenting|parents",
    "caring.older": "seniors|elderly|older adults|senior citizens",
    "practical.letters": "information and referral|case management|referrals to|referral services",
    "practical.computer": "computer class*|computer training|internet access",
    "practical.pets": "pets|animals|veterinar*",
    "learning.job": "job training|job placement|employment|careers|vocational|small business*",
    "learning.course": "classes|workshops|ged|training program*|courses|seminars|college|university|museum",
    "learning.children": "after-school|after school|tutoring|students|youth program*|youth",
    "safety.home": "domestic violence",
    "safety.child": "child abuse",
    "safety.crime": "crime victims|victims of crime|sexual assault|police|law enforcement",
    "safety.veteran": "veterans",
    "disaster.ready": "emergency preparedness|disaster preparedness|hurricane",
    "disaster.cleanup": "disaster relief|disaster victims",
}
"""What a description has to say, where names and terms say nothing. Fewer words: descriptions stray."""

EXCEPT: dict[str, str] = {
    "home.shelter": "animal*|pet|pets|humane|bus shelter*|tax shelter*",
    "home.clothes": "donation*",
    "health.doctor": "veterinar*|animal*|plasma|blood bank*|blood donor*|advocacy",
    "health.disability": "animal*|disability insurance",
    "caring.parents": "animal*|pet|pets",
    "food.parcel": "animal*|pet|pets",
    "mood.grief": "pet|pets|burial benefits",
    "moving.garden": "parking|park place|industrial park*",
    "money.legal": "tennis|basketball|volleyball|handball|racquet*|food court*|youth court*",
    "practical.pets": "dog guide*|guide dog*|cat scan*",
    "learning.children": "youth counsel*|homeless youth|runaway*",
    "company.volunteer": "civic cent*",
}
"""Words that take a need back, where they stand in the same name."""

FOR_WHOM = (
    "older adults|frail elderly|veterans|adolescents|youth|youths|children|girls|boys|women|men|parents|"
    "fathers|mothers|grandparents|families|immigrants|refugees|homeless people|homeless youth|"
    "homeless women|homeless men|low income|students|newborns|infants|toddlers|adults|teens|young adults|"
    "seniors|uninsured|ex-offenders|caregivers|people|lesbians|gay men|bisexuals|males|females|survivors|"
    "unemployed|employed|retirement|spouses"
)
"""Terms that are only one of these, or begin with their taxonomy's code for people, say whom it is for."""
