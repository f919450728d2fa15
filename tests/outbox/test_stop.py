"""What people write to end messages is understood; what only sounds like it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox import stop_words
from kizuna.outbox.stop import meaning, means_stop, plain

STOPS = {
    "en": """STOP
stop
 Stop!
S\u200btop
“stop”
STOP ALL
stopall
Stop please
please STOP
Please stop, thanks
stop it
stop now
Stop texting me
please stop texting me
Please stop sending me these messages.
STOP SENDING ME TEXTS!!!
Can you stop messaging me
could you stop emailing me please
unsubscribe
Unsubscribe me
unsubscribe me from this list
UNSUBSCRIBE FROM ALL
I want to unsubscribe
opt out
Opt-out
opt me out
cancel
end
quit
remove me
Remove me from your list
please remove me from the mailing list
take me off your list
take my number off your list please
delete my number
please don't text me any more
Please do not text me anymore
don't text me
dont send me any more messages
do not contact me again
never text me again
don't email me
don’t write to me any more
I don't want these messages
I do not want any more texts
I don't want to receive messages anymore
i no longer want to get your emails
We don't want to be contacted any more
no more
no more texts
No more messages please
leave me alone
Please leave me alone!
lose my number
Stop. I don't want this.
Stop!!! Thank you.
Hello, please stop texting me
I want you to stop texting me
ok stop""",
    "es": """ALTO
alto
Basta
¡Basta!
parar
pare
PAREN
baja
Dar de baja
dame de baja
Por favor, denme de baja
quiero darme de baja
cancelar
no más
No mas mensajes
no me manden más
No me manden más mensajes, por favor
no me envíen más correos
no me escriban más
Ya no me escriban
no me molesten
no quiero más mensajes
No quiero recibir más mensajes
ya no quiero recibir mensajes
ya no deseo recibir sus mensajes
quítame de la lista
Quítenme de la lista por favor
quiteme de su lista
bórrame
borrenme de la lista
sáquenme de la lista
eliminen mi número
dejen de mandarme mensajes
deja de escribirme
dejen de molestar
déjenme en paz
dejeme en paz
paren los mensajes
cancelar suscripción
salir
basta de mensajes""",
    "ar": """توقف
تَوَقَّف
تـوقـف
توقفوا
قف
أوقف
اوقفوا
إلغاء
الغاء
إلغاء الاشتراك
ألغوا اشتراكي
كفى
إيقاف
إيقاف الرسائل
لا ترسلوا لي رسائل
لا ترسلوا لي رسائل بعد الآن
من فضلكم لا ترسلوا المزيد من الرسائل
لا تراسلوني
لا تراسلني مرة أخرى
لا أريد رسائل
لا أريد رسائلكم
لا أريد المزيد من الرسائل
لا أرغب في استلام رسائل
ما بدي رسائل
مش عايز رسائل
احذف رقمي
احذفوني من القائمة
أزيلوا رقمي من قائمتكم
شيلوني من القائمة
توقفوا عن إرسال الرسائل
توقفوا عن مراسلتي
ستوب
اتركوني وشأني""",
}
NOT_STOPS = """don't stop
Do not stop!
please don't stop
stop by tomorrow
Stop by at five for tea
Can you stop by?
bus stop
I am at the bus stop
The bus does not stop here
stop by on Tuesday
5t0p by at ten
🛑 the road is closed at the bridge
d o n t s t o p
no stop
S.O.S
stoop
story
stop 5
wrong number
the rain won't stop
non-stop
Stop, mother, you make me laugh
stop and think
I can't stop crying
He doesn't stop hitting me
they stop my benefits
My benefits stop on Friday
How do I stop the bus
Where does the bus stop?
don't stop texting me
I never said stop
the end
at the end
in the end it went well
cancel my appointment on Friday
Can I cancel lunch tomorrow?
quit smoking
I quit my job
end of the month
no more bread in the house
There is no more food
I have no more money
remove the chair
delete the old one please
take me to the doctor
get me out of here
get me off the roof
take me off the waiting list for housing
I don't want to live
I do not want to go to hospital
I don't want to be here any more
I don't need help any more
I don't want to be alone
don't call me Ana
leave me a message
contact me again tomorrow
text me
send me more messages
I want more messages
Yes
no
ok
thanks
Thank you
🙂
.
No, thank you
no puedo parar de llorar
no paren
no pares
No paren de escribirme
el alto de la calle
estoy en la parada
para mañana
Para Ana
voy a parar en la tienda mañana
la planta baja
estoy de baja
Estoy de baja por enfermedad
no me pega más
no me siento bien
no quiero vivir
no quiero ir al hospital
no quiero estar sola
no me llamo Ana
no más comida en casa
me quiero salir de casa
manden más mensajes
basta con venir el martes
no es basta
fin de semana
لا تتوقف
لا تتوقفوا
موقف الباص
أنا في موقف الحافلة
الباص لا يتوقف هنا
لا أريد أن أعيش
لا أريد الذهاب إلى المستشفى
لا أريد أن أكون وحدي
نعم
شكرا
كفى بالله حسيبا
أريد رسائل
أرسلوا لي المزيد من الرسائل"""
OTHERS = {
    "START": ("start", "en"),
    "unstop": ("start", "en"),
    "Alta": ("start", "es"),
    "ابدأ": ("start", "ar"),
    "LIFE": ("life", "en"),
    "vida": ("life", "es"),
    "حياة": ("life", "ar"),
    "HELP": ("help", "en"),
    "Help?": ("help", "en"),
    "Who is this?": ("help", "en"),
    "AYUDA": ("help", "es"),
    "¿Quién es?": ("help", "es"),
    "مساعدة": ("help", "ar"),
    "help me please I fell": ("", ""),
    "life is hard": ("", ""),
    "start of the week": ("", ""),
    "I need help with food": ("", ""),
    "necesito ayuda con la renta": ("", ""),
}


def test_the_tables_are_plain_already():
    """A word that no text can ever be would be understood from nobody."""
    for table in (stop_words.STOP, stop_words.START, stop_words.LIFE, stop_words.HELP):
        for some in table.values():
            for word in some:
                if word.replace(" ", "").isalpha():
                    assert plain(word) == word


WISHES = [(language, text) for language, some in STOPS.items() for text in some.split("\n")]


@pytest.mark.parametrize(("language", "text"), WISHES)
def test_a_wish_for_silence_is_understood(language: str, text: str):
    found = meaning(text)
    assert (found.wish, found.language) == ("stop", language)


@pytest.mark.parametrize("text", NOT_STOPS.splitlines())
def test_what_only_sounds_like_it_is_not(text: str):
    assert not means_stop(text)


@pytest.mark.parametrize(("text", "wish"), OTHERS.items())
def test_other_wishes(text: str, wish: tuple[str, str]):
    found = meaning(text)
    assert (found.wish, found.language) == wish


def test_what_is_quoted_below_is_not_read():
    assert means_stop("Stop\n\n> Dear Ana, tea is on Tuesday\n> It is free")
    assert not means_stop("Yes, I come\n\n> Reply STOP to end\n> STOP")


POLITE = st.sampled_from(["", "please ", "Hello, ", "ok "])
ENDS = st.sampled_from(["", ".", "!!!", " please", ", thanks", "\n", " 🙏", "  "])
CASES = st.sampled_from([str.upper, str.lower, str.title, str])


@given(POLITE, st.sampled_from(["stop", "unsubscribe", "stop texting me", "don't text me"]), ENDS, CASES)
def test_case_politeness_and_signs_change_nothing(before, wish, after, case):
    assert means_stop(case(before + wish + after))


@given(st.text(max_size=300))
def test_anything_may_come(text: str):
    found = meaning(text)
    assert (found.wish == "") == (found.language == "")


@given(st.lists(st.sampled_from(["the", "bus", "was", "late", "tea", "tomorrow", "mother"]), min_size=1))
def test_stop_within_a_sentence_is_none(others: list[str]):
    assert not means_stop(f"we {' '.join(others)} stop {' '.join(others)}")
