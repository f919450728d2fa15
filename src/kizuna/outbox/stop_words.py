"""What people write to end messages, to have them back, to keep only warnings, to ask who we are: as data.

Written as `stop.plain` leaves them: small letters, no accents, no punctuation, Arabic letters in one form.
A pattern is a regular expression for the whole of a sentence; `{tail}` stands for any number of small words
that change nothing (`any more`, `messages`, `to this number`). Add one in the form that `stop.plain`
leaves, with an example in tests/outbox/test_stop.py.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS: dict[str, frozenset[str]] = {
    "en": _words(
        "please pls plz thanks thank you thx ok okay hi hello hey kizuna sorry just now "
        "immediately kindly sir madam dear all right away"
    ),
    "es": _words(
        "por favor porfa gracias hola ok okey kizuna perdon ya ahora mismo inmediatamente senores "
        "buenas tardes dias disculpe disculpen"
    ),
    "ar": _words("من فضلك فضلكم لو سمحت سمحتم رجا رجا شكرا مرحبا السلام عليكم الان كيزونا حالا"),
}
"""Words around a wish that change nothing."""

TAILS: dict[str, frozenset[str]] = {
    "en": _words(
        "me us to any more anymore again ever at all no longer of these this that those them it "
        "your the from you messages message msgs msg texts text txt txts sms emails email mails "
        "mail newsletter newsletters notifications alerts calls stuff things spam number phone "
        "address here on my our with and or please thanks now texting messaging emailing mailing "
        "writing sending contacting calling bothering"
    ),
    "es": _words(
        "me nos a mi mas nada ningun ninguna de estos estas esto ese esos tus sus los las el la "
        "lo mensajes mensaje sms textos texto correos correo emails email mails mail boletin "
        "boletines notificaciones avisos cosas spam numero telefono este aqui nunca jamas por "
        "favor gracias ya y o"
    ),
    "ar": _words(
        "لي لنا الي اي اي شي شي المزيد مزيد من رسايل رسايلكم رساله الرسايل رساله اخري اخرى بعد "
        "الان اليوم علي على هذا هذه الرقم رقمي هاتفي جوالي ابدا منكم بريد ايميل ايميلات مره اخرى "
        "ثانيه تاني كمان بعد رسالات مسجات نصيه لو سمحت من فضلك شكرا"
    ),
}
"""Words that may follow a wish and change nothing."""

STOP: dict[str, tuple[str, ...]] = {
    "en": (
        "stop",
        "stopp",
        "stpo",
        "stop ?all",
        "stop ?it",
        "stop (?:this|everything)",
        "stop ?texts?",
        "stop ?messages?",
        "unsubscribe",
        "unsub",
        "cancel",
        "cancel all",
        "end",
        "quit",
        "quit it",
        "un ?subscribe",
        "(?:text|txt|reply|reply with|send) stop",
        "stop to (?:end|stop|quit|cancel|unsubscribe|opt ?out)",
        "(?:no thanks|no thank you|no thx|wrong number) (?:stop|unsubscribe)",
        "(?:stop|unsubscribe) (?:this is the )?wrong number",
        "opt ?out",
        "revoke",
        "arret",
        "no ?more",
    ),
    "es": (
        "alto",
        "parar",
        "pare",
        "paren",
        "para",
        "basta",
        "basta ya",
        "cancelar",
        "cancela",
        "cancelen",
        "baja",
        "salir",
        "detener",
        "detengan",
        "detente",
        "anular",
        "no ?mas",
        "fin",
        "terminar",
        "stop",
    ),
    "ar": (
        "توقف",
        "توقفوا",
        "توقفي",
        "اوقف",
        "اوقفوا",
        "اوقفي",
        "قف",
        "قفوا",
        "ايقاف",
        "الغا",
        "الغوا",
        "كفي",
        "كفايه",
        "الغا الاشتراك",
        "ايقاف الرسايل",
        "وقف",
        "وقفوا",
        "ستوب",
    ),
}
"""One word, or two, and nothing else."""

LOOKALIKES = str.maketrans("ѕторасеухкмнвіјʟυοταε", "stopaceyxkmhbijluotae")
"""Small letters of other alphabets that look like Latin ones: what a telephone's keyboard slips in."""
FIGURES = str.maketrans("013457", "oieast")
"""Figures that stand for letters within a word: `st0p`."""

STOP_SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        (
            r"(?:can|could|will|would) you stop (?:texting|messaging|emailing|mailing|writing"
            r"|sending|contacting|bothering){tail}"
        ),
        (
            r"(?:you )?(?:must |should |have to |need to )?(?:stop|quit|cease|end) (?:texting"
            r"|messaging|emailing|mailing|writing|sending|contacting|calling|bothering|spamming|the"
            r" texts?|the messages?|the emails?|these|this|them|all){tail}"
        ),
        r"stop (?:texts?|messages?|sms|emails?|mails?|notifications|alerts?){tail}",
        (
            r"(?:please )?(?:dont|do not|never|no longer)(?: you)?(?: ever)? (?:text|message|msg"
            r"|sms|email|e mail|mail|write|contact|send|bother|call|spam){tail}"
        ),
        (
            r"(?:i|we) (?:dont|do not|no longer|never)(?: really)? (?:want|need|wish|like)(?:"
            r" to)?(?: (?:get|receive|have|hear|be))?(?: getting| receiving)? (?:any more|more"
            r"|anymore|these|this|your|any|texts?|messages?|emails?|mails?|from you|contacted"
            r"|texted|messaged)\b{tail}"
        ),
        (
            r"(?:i|we) (?:want|would like|d like|wish|need) (?:to )?(?:stop|unsubscribe|opt out"
            r"|cancel|be (?:removed|unsubscribed|taken off)){tail}(?: list)?"
        ),
        r"(?:i|we) (?:want|would like) (?:you to stop|no more|out|off){tail}",
        (
            r"(?:can you |could you )?(?:take|remove|delete|drop) (?:me|us|my number|this number|my"
            r" name|my address|my email|my phone)(?: off| from| out)?(?: of)?(?: (?:your|the|this"
            r"|these|that))?(?: (?:mailing|contact|text|texting|messages?|sms|email))?(?: lists?|"
            r" list please| database| system)?{tail}"
        ),
        r"get (?:me|us|my number) off (?:your|this|the|that) (?:\w+ )?list{tail}",
        r"(?:unsubscribe|opt)(?: me| us)(?: out)?(?: from)?{tail}(?: list)?",
        (
            r"(?:unsubscribe|opt ?out|cancel)(?: from| of)? (?:this|these|all|your|the"
            r"|my)?{tail}(?: list| lists| subscription)?"
        ),
        r"no more (?:texts?|messages?|sms|emails?|mails?|of (?:this|these)|from you|please){tail}",
        r"(?:leave|let) (?:me|us) (?:alone|be|in peace){tail}",
        r"(?:enough|thats enough) (?:texts?|messages?|emails?){tail}",
        r"lose (?:my|this) number",
        r"not interested (?:in )?(?:any more|anymore|your messages|these messages|more messages)",
    ),
    "es": (
        (
            r"(?:ya )?no (?:me|nos) (?:manden|mande|mandes|envien|envie|envies|escriban|escriba"
            r"|escribas|contacten|contacte|contactes|molesten|moleste|molestes|texteen|textees"
            r"|llamen|llames){tail}"
        ),
        r"(?:ya )?no (?:manden|mande|mandes|envien|envie|envies|escriban|escriba) mas{tail}",
        (
            r"(?:ya )?no (?:quiero|queremos|deseo|deseamos|necesito) (?:mas|recibir|que me"
            r" (?:manden|envien|escriban|contacten|llamen)|sus|tus|estos|mensajes|correos)\b(?:"
            r" recibir)?{tail}"
        ),
        (
            r"(?:dejen|deje|deja|dejad|paren|pare|para) (?:de|ya de|con) (?:mandar(?:me|nos)?"
            r"|enviar(?:me|nos)?|escribir(?:me|nos)?|molestar(?:me|nos)?|contactar(?:me|nos)?"
            r"|textear(?:me)?|llamar(?:me)?|los mensajes|estos mensajes|los correos){tail}"
        ),
        (
            r"(?:quitenme|quiteme|quitame|quitadme|borrenme|borreme|borrame|saquenme|saqueme|sacame"
            r"|eliminenme|elimineme|eliminame|remuevanme|retirenme)(?: de (?:la|su|tu|esta|sus|las"
            r"|vuestra) listas?(?: de (?:contactos?|correos?|mensajes))?)?{tail}"
        ),
        (
            r"(?:quiten|quite|quita|borren|borre|borra|saquen|eliminen|elimina) mi (?:numero|nombre"
            r"|correo|telefono)(?: de (?:la|su|tu|esta) lista)?{tail}"
        ),
        (
            r"(?:denme|deme|dame|darme|quiero darme|quiero la|solicito la|pido la|dar) (?:de"
            r" )?baja{tail}"
        ),
        (
            r"(?:quiero|quisiera|deseo) (?:cancelar|parar|salir|desuscribirme|darme de baja|dejar"
            r" de recibir|no recibir)(?: mas)?(?: (?:la|mi|esta) suscripcion| de la lista)?{tail}"
        ),
        (
            r"(?:desuscribir(?:me)?|desuscribanme|cancelar (?:la |mi )?suscripcion|cancelen (?:la "
            r"|mi )?suscripcion|anular (?:la |mi )?suscripcion){tail}"
        ),
        r"no mas (?:mensajes|correos|textos|sms|avisos){tail}",
        r"basta (?:de|con|ya de) (?:mensajes|correos|textos|estos mensajes|tantos mensajes){tail}",
        r"dejen(?:me|nos) en paz{tail}",
        r"dej[ae]me en paz{tail}",
        r"pare[n]? (?:los|estos|sus|de) (?:mensajes|correos|envios){tail}",
    ),
    "ar": (
        (
            r"(?:لا|ما|بلاش) (?:ترسل|ترسلوا|ترسلي|تراسلني|تراسلوني|تراسليني|تكتبوا|تكتب|تتصلوا|تتصل"
            r"|تبعتوا|تبعت|تبعثوا|تبعث|تبعثولي|تبعتولي|تزعجوني|تزعجني)(?: بي)?{tail}"
        ),
        (
            r"(?:توقف|توقفوا|توقفي|كفوا|اوقف|اوقفوا|بطلوا|وقفوا|وقف) (?:عن )?(?:ارسال|مراسلتي"
            r"|ازعاجي|الرسايل|الارسال|هذه الرسايل|رسايلكم|تراسلوني|ترسلوا|تبعتوا){tail}"
        ),
        (
            r"(?:لا|ما|لم اعد|مش|مو) ?(?:اريد|ارغب|بدي|ودي|ابي|ابغي|عايز|عايزه|عاوز|عاوزه|احتاج)(?:"
            r" في)?(?: ان)?(?: اي)?(?: استلام| تلقي| اتلقي| استلم)?(?: المزيد| مزيد)?(?: من)?"
            r" (?:رسايل|رسايلكم|الرسايل|رساله|مراسلات|هذه الرسايل|رسايل منكم|مسجات){tail}"
        ),
        (
            r"(?:احذف|احذفوا|احذفوني|احذفني|ازل|ازيلوا|ازيلوني|شيلوا|شيلوني|امسحوا|امسحوني|اشطبوا"
            r"|اشطبوني|اخرجوني)(?: (?:رقمي|اسمي|هاتفي|عنواني))?(?: من)?(?: (?:القايمه|قايمتكم|قايمه"
            r" الرسايل|اللايحه|لايحتكم|عندكم))?{tail}"
        ),
        (
            r"(?:الغ|الغوا|الغي|الغا|اريد الغا|ايقاف) (?:ال)?(?:اشتراكي|اشتراك|تسجيلي|الرسايل"
            r"|الاشتراك){tail}"
        ),
        r"(?:اتركوني|اتركني|خلوني) (?:وشاني|بحالي|في حالي|لوحدي){tail}",
    ),
}
"""A whole sentence that can mean nothing else."""

START: dict[str, tuple[str, ...]] = {
    "en": (
        "start",
        "unstop",
        "un stop",
        "start again",
        "resume",
        "subscribe",
        "opt ?in",
        "start ?all",
        r"start (?:texting|messaging|sending|writing){tail}",
        "start messages",
    ),
    "es": (
        "empezar",
        "empiecen",
        "iniciar",
        "comenzar",
        "alta",
        "darme de alta",
        "dar de alta",
        "reanudar",
        "reactivar",
        "activar",
        "volver",
        "suscribir",
        "suscribirme",
    ),
    "ar": ("ابدا", "ابداوا", "بد", "استيناف", "اشتراك", "اشترك", "تشغيل", "تفعيل", "عوده"),
}
LIFE: dict[str, tuple[str, ...]] = {
    "en": (
        "life",
        "keep life",
        "life only",
        "only life",
        "life safety",
        "danger only",
        "only danger",
        "only emergencies",
        "emergencies only",
        "emergency only",
    ),
    "es": ("vida", "solo vida", "solo emergencias", "emergencias", "solo peligro", "solo avisos de peligro"),
    "ar": ("حياه", "الحياه", "الحياه فقط", "حياه فقط", "طواري", "الطواري فقط", "طواري فقط", "الخطر فقط"),
}
HELP: dict[str, tuple[str, ...]] = {
    "en": (
        "help",
        "info",
        "information",
        "who is this",
        "who are you",
        "whos this",
        "who dis",
        "who is it",
        "who is writing",
        "what is this",
    ),
    "es": (
        "ayuda",
        "info",
        "informacion",
        "quien es",
        "quien eres",
        "quienes son",
        "quien escribe",
        "que es esto",
    ),
    "ar": ("مساعده", "المساعده", "معلومات", "من انتم", "من انت", "من معي", "مين", "مين معي", "مين انتو"),
}
