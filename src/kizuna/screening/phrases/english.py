"""Phrases that may mean danger in English. Apostrophes are left out; "do not" is found as "dont" as \
            well."""

from kizuna.screening.phrases.writing import Language

ENGLISH = Language(
    names={
        "self": "my_self me_self",
        "they": """he she they him husband wife partner ex boyfriend girlfriend bf gf fiance dad daddy
            father mum mom
            mother son daughter brother sister uncle aunt grandson granddaughter nephew stepdad
            stepfather stepmum
            stepmother carer caregiver landlord flatmate roommate neighbour neighbor someone somebody man
            family""",
        "them": """him her them husband wife partner ex boyfriend girlfriend dad father mum mom mother son
            daughter brother sister uncle stepdad stepfather carer caregiver everyone family""",
        "others": """him her them someone somebody people wife husband partner ex kid kids child children
            baby
            daughter son mum mom mother dad father neighbour neighbor boss family everyone""",
        "afraid": "afraid scared frightened terrified fearful petrified",
        "pills": """pills tablets tabs meds medication medicine paracetamol painkillers capsules sleeping
            antidepressants""",
        "living": "living live life alive",
        "often": """really always often sometimes still keeps just also then even never only has is was
            just been once""",
    },
    life="""
        kill/killing/killed/hang/hanging/shoot/shooting/drown/drowning/stab/stabbing/poison/poisoning <self>
        hurt/hurting/harm/harming/cut/cutting/injure/injuring/burn/burning/starve/starving/scratch/off/\
            delete <self>
        self harm*/injur*
        selfharm*
        to/might/will/gonna kms
        unaliv*
        suicid*/sucid*/suisid*/suiside*/suicde*/sucicid*/suacid*/suecid*
        end/ending/ended/take/taking/took/ends my own? life
        end/ending it all
        want/going/need/try/trying/ready/plan/planning/think/thinking/about to/of? just? end/ending it
        want/wish it/this/everything to? all? be/was/were over
        want/wants/wanted/wanting/wish/ready/prefer/rather/hope/hoping/like/love/plan/planning/need to? \
            just? die/dye/dead
        want/wish/rather/should/could/better/would to? be dead
        going to die by/tonight/today/tomorrow/soon
        i am going to die
        i will/might/could just? die
        should/let/just me? just? die
        wish ... i was/were ... dead/gone
        if i was/were/am/wasnt/werent/died ... dead/gone/here/around/alive
        better/happier off? without me
        better off/of dead
        wish ... never ... born
        wish ... not/wasnt/werent/wont/isnt ... alive/here/born
        never/not/wont/wouldnt/dont/didnt want? to? wake up
        stop/stopped/not/dont/didnt/cant/couldnt/wouldnt/no/never longer? want/wish/care/desire to? \
            live/living/exist/existing
        not/dont/didnt/wouldnt/no want/wish/like to? be alive/here/living
        dont deserve to? live/be
        no/any/what/whats/without the? reason/point/purpose/use/sense to/in/of/is/for? <living>
        no/any/what/whats the? reason/point/use/sense to/in/of/is/for? going on
        life/living isnt/not longer? worth
        life/living is no/hardly/barely longer? worth
        not worth living
        nothing/noone/nobody left? to live for
        cant/couldnt carry/keep on/going
        cant/couldnt go on living/like/anymore/much/this/any_longer/alone/without/.
        cant/cannot/couldnt do/take/stand/bear/cope/handle this/it/with? it/this? anymore/any_longer/\
            longer/much_longer
        tired/sick/fed/done/bored of/with/up living/life/alive
        tired/sick/fed of/with/up being/of alive/living/life
        hate/hating being/my alive/life
        give/giving/given/gave up on life/living
        disappear/vanish forever/completely
        want/wish/going to? i? could? just? disappear/vanish
        took/taken/swallow*/overdos* ... all/many/whole/bottle/box/packet/handful/lot/lots ... <pills>
        going/want/planning/about/will to? take/swallow ... all/whole/bottle/box/handful/them ... <pills>
        <pills> ... take/swallow/taking/swallowing them all
        overdos*
        jump/jumping/throw*/fling* <self>? off/from/under/infront
        jump/jumping/throw*/step/walk <self>? in front of a/the? train/bus/car/truck/lorry/traffic/\
            tube/metro/subway
        going to jump/hang/overdose/od/drown
        jump off ... bridge/roof/cliff/building/balcony
        slit/slitting/slash/slashing/cut/cutting/cuts my/up? wrist/wrists/arm/arms/leg/legs/thigh/\
            thighs/veins/throat/skin
        how/way/ways/best/easy/easiest/quick/painless to die
        painless death
        think/thinking/thoughts/thought about/of/on? dying/ending
        think/thinking/thoughts/thought of/about? death/killing
        goodbye/farewell/suicide forever/cruel/world/letter/note/letters/notes
        voices ... tell/telling/told/say/saying ... me/to
        noose
    """,
    home="""
        hits/hitting/beats/beating/beat/beaten/punch*/slap*/kick*/chok*/strangl*/smack*/whips/whipped me
        thump*/batter*/shov*/attack*/threaten*/threatn*/rape/rapes/raped/raping/molest*/grop* me
        abuse/abuses/abused/abusing/assault*/tortur*/stabs/stabbed me
        hit me with/again/in/on/when/if/last/every/yesterday/today/so
        <they> <often>? <often>? hit/hits/hitting/hurt/hurts/hurting/shove/beat/bit/burn/burnt/abuse/\
            slap/kick/punch/attack me
        push/pushes/pushed/pushing/shove me down/over/against/around/into/off/downstairs/to
        <they> <they>? threw/throws/throwing/drags/dragged me/things/stuff/plates
        being/been/be/get/gets/getting/got beaten/hit/abused/raped/assaulted/molested/attacked/\
            threatened/strangled/hurt/hit
        i was/am being? beaten/abused/raped/assaulted/molested/strangled/attacked/threatened
        raped/rapist
        sexual/sexually assault*/abus*/harass*/attack*
        domestic/family/partner/marital violence/abuse/violent
        elder abuse
        <they> ... violent/abusive/aggressive
        violent/abusive husband/wife/partner/boyfriend/girlfriend/relationship/man/son/father/home/ex/\
            marriage/family
        abused at home
        forces/forced/forcing me
        make/makes/made me have sex
        <they> <often>? <often>? touch/touches/touching/touched me
        touched me down/there/where/inappropriat*/without/sexual*/when/while
        <they> <often>? wont/doesnt/dont/never/not/didnt/wouldnt let/lets/allow/allows me to? go/leave/\
            out/see/talk/speak/phone/use/have
        wont/doesnt/didnt/wouldnt let/lets me out
        not/never allowed/permitted to? leave/see/out/go_out
        takes/took/taken/hides/hid/hidden/keeps/kept away? my passport/papers/visa/documents
        has/have/holds my passport
        lock/locks/locked/locking me in/up/out/inside/away
        am locked in
        <they> <often>? lock/locks/locked the/all? door/doors
        keeps/keep/held/hold/holds me prisoner/captive/against/hostage/locked
        <afraid>/fear of/from my? <them>
        fear/fears/afraid my? <them>
        <afraid>/unsafe to/of/when/if be/being/go/going/come/coming/stay/staying/i am? back? at/in? \
            home/house
        <afraid>/unsafe/unsave at home/house
        not/dont/never/isnt feel? safe/save at/in my? home/house/flat/place
        <they> <they>? will/would/could/might/is/wants/wanted/says/said/threat*/going/tried/tries/swore \
            ... kill/hurt/stab/shoot/beat me
        <they> ... with/has/have/got/had a? knife/gun/weapon/machete/pistol
        <they> <often>? control/controls/controlling me/everything/my
    """,
    other="""
        in danger
        not/dont/never/isnt/no feel/longer/very? safe/save
        unsafe/unsave
        stalk*
        following/followed me
        someone/somebody/man/men/stranger ... follows me
        being followed/watched/stalked
        someone wants to hurt me
        wants/want/going/tried/trying/tries to? kill/stab/shoot me
        will/would kill me
        trafficked/trafficking/traficked
        held/kept/keep against my will
        want/going/might/could/will/afraid/scared/urge/may i? will/to/might? kill/stab/shoot/hurt/harm/\
            strangle/shake my? <others>
        hurt/harm/shake/smother/drown/shaking/hurting/harming my/the baby/child/children/kid/kids
        has/have/got/had a? knife/gun/weapon/machete/pistol
        call/ring/send/get/phone me? the/an/a? police/ambulance/cops/911/999/112
        this/its/it is? a/an? emergency
        help me please? he/she/they/now/quick/somebody/someone
        having/have/has a? heart attack
        having a? stroke
        cant/cannot breathe/breath
        chest pain/pains
        fell/fallen/fall ... cant/cannot/couldnt ... up
        lying/stuck on the floor
        gas leak
        smell/smelling gas
        house/flat/home/building/kitchen/room/apartment is? on fire
        house/flat/home/building/kitchen/room/apartment is flooding/burning/flooded/collapsed
        am/are/is trapped
        trapped under/in/inside
        starving
        not/havent/nothing/hasnt eaten/ate/eat ... days/week/yesterday
        had? nothing to eat ... days/week
        child/kid/son/daughter/baby/husband/wife/mother/father/mum/mom/dad is/has/gone gone? missing \
            since/for/from/and/please/.
        someone/somebody/man/stranger is? breaking/broke/trying/climbing/banging ... in/into/at/on/through
        there/theres is? a? someone/somebody/stranger/man in/inside/outside my/the
        someone/somebody/stranger is in/inside/outside my house/flat/home/room/apartment .
        no insulin
    """,
)
