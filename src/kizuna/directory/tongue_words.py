"""What people say in other languages for what English listings say. A table to edit, a line a meaning.

Left: words of listings. Right: the words of people. Plurals, the other gender, accents and the Arabic article
need no entry of their own. Words that are English words, too, stay out: an English question must not change.
"""

WORDS: dict[str, str] = {
    "en": """
shelter homeless housing = place to sleep, somewhere to sleep, nowhere to sleep, sleep tonight, sleep outside
shelter homeless = sleeping rough, sleep rough
domestic violence abuse shelter = hits me, beats me, hit me, hit by my husband
domestic violence abuse shelter = hit by my partner, beaten by my husband, my partner hits
lonely companionship friendly visitor = nobody to talk to, no one to talk to, no friends
""",
    "es": """
food pantry meals = comida, alimento, comer, hambre, despensa, banco de alimentos, canasta
meals delivered home = comida a domicilio, comida en casa
free = gratis, gratuito
shelter homeless housing = albergue, refugio, dormir, sin techo, sin hogar, en la calle, donde dormir
housing = vivienda, apartamento, piso, habitacion, cuarto, alojamiento
rent rental assistance = renta, alquiler, arriendo
eviction tenant legal = desalojo, desahucio, casero, arrendador
bills payment assistance = factura, cuentas, recibo, pagar
electricity energy utility bills = luz, electricidad, calefaccion, corriente
water utility bills = agua
money financial assistance = dinero, plata, ayuda economica, subsidio
debt credit counseling = deuda, prestamo
tax preparation = impuesto, declaracion
benefits public assistance = beneficio, ayudas del gobierno, estampillas, cupones
food stamps snap = cupones de alimentos, estampillas de comida
lawyer legal attorney = abogado, asesoria legal, ayuda legal, asistencia juridica, abogacia
doctor clinic medical = medico, doctora, clinica, consultorio, enfermero, enfermo, salud
hospital emergency = urgencias, emergencias
dentist dental teeth = dentista, diente, muela, odontologo
eye vision glasses = lentes, gafas, anteojos, ojo
hearing deaf = sordo, audifono, oido
medicine prescription medication = medicina, medicamento, receta, farmacia, remedio
health insurance medicaid = seguro medico, seguro de salud, aseguranza
pregnant pregnancy prenatal = embarazo, embarazada, parto
baby infant diapers = bebe, panal, recien nacido, formula para bebe
women = mujer
men = hombre, varon
children child = nino, hijo, infantil, menor
youth adolescent teen = joven, jovenes, adolescente, juventud
child care = guarderia, cuidado de ninos, ninera, cuidar ninos
older senior = anciano, adulto mayor, adultos mayores, tercera edad, persona mayor, personas mayores, jubilado
caregiver respite = cuidador, cuidar
family = familia
parents parenting = padres, crianza, madre
disability disabilities = discapacidad, discapacitado, silla de ruedas
school education = escuela, colegio, educacion
homework tutoring after school = tarea, deberes, tutoria, despues de la escuela
english esol esl language class = ingles, clases de ingles, aprender ingles
course class = curso, clase
literacy reading = alfabetizacion, escribir
job employment jobs = trabajo, empleo, desempleo, desempleado, trabajar
computer internet technology = computadora, ordenador, celular, telefono movil
interpreter translation interpretation = interprete, traductor, traduccion, traducir
immigration citizenship documents = inmigracion, inmigrante, ciudadania, papeles, residencia, migratorio
asylum refugee immigration = asilo, refugiado
counseling mental health therapy = psicologo, terapia, terapeuta, salud mental, consejeria, consejero
depression counseling mental health = depresion, deprimido, triste, tristeza
anxiety stress counseling = ansiedad, estres, preocupado, nervios
suicide crisis hotline = suicidio, suicidarme, matarme, no quiero vivir
lonely companionship friendly visitor senior center = soledad, me siento solo, me siento sola, compania
companionship social group = amigos
support group = grupo de apoyo, grupo
bereavement grief = duelo, luto, viudo, murio, muerte
alcohol substance abuse treatment = alcoholismo, alcoholico, borracho, beber
drug substance abuse treatment = droga, adiccion, adicto
domestic violence abuse shelter = violencia, maltrato, violencia domestica, me pega, me golpea, abuso, golpes
sexual assault rape = violacion, abuso sexual, violada
child abuse protection = abuso infantil, maltrato infantil
crime victim = victima, robo, delito
divorce family law = divorcio, separacion, custodia
clothing clothes = ropa, abrigo, zapato
furniture household goods = mueble, cama, colchon
transportation ride bus = transporte, autobus, guagua, llevar al medico
exercise recreation = ejercicio, gimnasio, deporte
walking = caminar, caminata
garden nature = jardin, huerto
art music craft = arte, musica, manualidades, baile
volunteer volunteering = voluntario, voluntariado
church faith = iglesia, misa
repairs home repair = reparacion, reparar, arreglar
cleaning homemaker = limpieza, limpiar
shopping errands = compras, mandados
pet animal = mascota, perro, gato
hurricane disaster emergency = huracan, tormenta, inundacion, desastre
veterans military = veterano, militar
hiv aids sexual health = vih, sida, enfermedad sexual
vaccine immunizations = vacuna
diabetes = diabetico
cancer = cancer de mama
prison reentry ex-offender = carcel, prision, preso
""",
    "ar": """
food pantry meals = طعام, أكل, غذاء, وجبة, وجبات, جائع, جوع, سلة غذائية, بنك الطعام
free = مجاني, مجانا, مجانية
shelter homeless housing = مأوى, ملجأ, نوم, أنام, مشرد, بلا مأوى
housing = سكن, بيت, منزل, شقة, غرفة
rent rental assistance = إيجار, أجار, أجرة
eviction tenant legal = طرد, إخلاء, مالك
bills payment assistance = فاتورة, فواتير, دفع
electricity energy utility bills = كهرباء, تدفئة, غاز
water utility bills = ماء, مياه
money financial assistance = مال, نقود, فلوس, مساعدة مالية
debt credit counseling = دين, ديون, قرض
tax preparation = ضريبة, ضرائب
benefits public assistance = إعانة, إعانات, معونة, مساعدات
lawyer legal attorney = محامي, محام, قانون, قانونية, قانوني, محكمة
doctor clinic medical = طبيب, دكتور, عيادة, مريض, صحة, طبية, ممرضة, تمريض
hospital emergency = مستشفى, طوارئ, إسعاف
dentist dental teeth = أسنان, سن, طبيب أسنان
eye vision glasses = نظارة, نظارات, عين, عيون
hearing deaf = سمع, أصم
medicine prescription medication = دواء, أدوية, صيدلية, وصفة
health insurance medicaid = تأمين, تأمين صحي, التأمين الصحي
pregnant pregnancy prenatal = حامل, حمل, ولادة
baby infant diapers = رضيع, حفاضات, مولود
women = امرأة, نساء, سيدة
men = رجل, رجال
children child = طفل, أطفال, أولاد, ابن, ابني
youth adolescent teen = شباب, مراهق, مراهقين
child care = حضانة, روضة, رعاية الأطفال
older senior = مسن, مسنين, كبار السن, كبير السن
caregiver respite = راعي, رعاية
family = عائلة, أسرة
parents parenting = والدين, أم, أب
disability disabilities = إعاقة, معاق, ذوي الاحتياجات, كرسي متحرك
school education = مدرسة, تعليم, دراسة
homework tutoring after school = واجب, واجبات, دروس
english esol esl language class = إنجليزية, إنجليزي, تعلم اللغة, لغة
course class = دورة, دورات, صف
job employment jobs = عمل, وظيفة, شغل, توظيف, بطالة
computer internet technology = كمبيوتر, حاسوب, إنترنت
interpreter translation interpretation = مترجم, ترجمة
immigration citizenship documents = هجرة, مهاجر, إقامة, جنسية, أوراق, تأشيرة
asylum refugee immigration = لجوء, لاجئ, لاجئين
counseling mental health therapy = نفسي, نفسية, الصحة النفسية, علاج, معالج, استشارة
depression counseling mental health = اكتئاب, مكتئب, حزين, حزن
anxiety stress counseling = قلق, توتر, خوف
suicide crisis hotline = انتحار, أقتل نفسي
lonely companionship friendly visitor senior center = وحيد, وحيدة, وحدة, صحبة, أصدقاء
support group = مجموعة دعم, مجموعة
bereavement grief = وفاة, حداد, أرملة, موت
alcohol substance abuse treatment = كحول, خمر
drug substance abuse treatment = مخدرات, إدمان, مدمن
domestic violence abuse shelter = عنف, العنف الأسري, العنف المنزلي, ضرب, يضربني, إساءة
sexual assault rape = اغتصاب, تحرش
crime victim = ضحية, جريمة, سرقة
divorce family law = طلاق, حضانة الأطفال
clothing clothes = ملابس, ثياب, معطف
furniture household goods = أثاث, سرير
transportation ride bus = مواصلات, نقل, باص, حافلة, توصيل
exercise recreation = رياضة, تمارين, نادي
walking = مشي
garden nature = حديقة
art music craft = فن, موسيقى, رسم
volunteer volunteering = تطوع, متطوع
church mosque faith = مسجد, كنيسة
repairs home repair = إصلاح, تصليح
cleaning homemaker = تنظيف
shopping errands = تسوق
hurricane disaster emergency = إعصار, فيضان, كارثة, عاصفة
vaccine immunizations = لقاح, تطعيم
""",
    "fr": """
food pantry meals = nourriture, manger, repas, faim, banque alimentaire, colis alimentaire
free = gratuit, gratuite, gratuitement
shelter homeless housing = hebergement, dormir, sans abri, sdf
housing = logement, appartement, chambre
rent rental assistance = loyer
eviction tenant legal = proprietaire, locataire
bills payment assistance = facture
electricity energy utility bills = electricite, chauffage
money financial assistance = argent, aide financiere
debt credit counseling = dette, endettement
tax preparation = impots
lawyer legal attorney = avocat, aide juridique
doctor clinic medical = medecin, docteur, clinique, infirmier, infirmiere, malade, sante
dentist dental teeth = dentiste
medicine prescription medication = medicament, ordonnance
health insurance medicaid = assurance maladie
pregnant pregnancy prenatal = enceinte, grossesse
baby infant diapers = nourrisson, bebe
women = femme
children child = enfant
youth adolescent teen = jeune, jeunesse
child care = garderie, creche, garde d enfants
older senior = personne agee, personnes agees, vieux
disability disabilities = handicape, fauteuil roulant
school education = ecole
homework tutoring after school = devoirs, soutien scolaire
english esol esl language class = cours d anglais, anglais
job employment jobs = emploi, travail, chomage
interpreter translation interpretation = interprete, traducteur, traduction
immigration citizenship documents = papiers, titre de sejour, citoyennete
asylum refugee immigration = asile, refugie
counseling mental health therapy = psychologue, sante mentale
depression counseling mental health = deprime
lonely companionship friendly visitor senior center = seul, solitude, isolement
bereavement grief = deuil, veuf, veuve
alcohol substance abuse treatment = alcool, alcoolique
drug substance abuse treatment = drogue, toxicomanie
domestic violence abuse shelter = violence conjugale, violences conjugales, femme battue, me frappe
sexual assault rape = agression sexuelle
clothing clothes = vetement, manteau
furniture household goods = meuble
volunteer volunteering = benevole, benevolat
hurricane disaster emergency = ouragan, inondation
""",
    "ht": """
food pantry meals = manje, grangou
free = gratis
shelter homeless housing = domi, san kay
housing = lojman, apatman
rent rental assistance = lwaye
bills payment assistance = bodwo
electricity energy utility bills = kouran
money financial assistance = lajan
lawyer legal attorney = avoka
doctor clinic medical = dokte, klinik, sante, malad
dentist dental teeth = dantis
medicine prescription medication = medikaman, famasi
pregnant pregnancy prenatal = ansent, gwoses
women = fanm
children child = timoun
older senior = granmoun
disability disabilities = andikape
school education = lekol
english esol esl language class = klas angle, kou angle, aprann angle
job employment jobs = travay
interpreter translation interpretation = tradikte, entepret
immigration citizenship documents = imigrasyon, papye
counseling mental health therapy = sante mantal, sikolog
depression counseling mental health = depresyon
domestic violence abuse shelter = vyolans, vyolans domestik
transportation ride bus = transpo
hurricane disaster emergency = siklon
""",
}

FILLERS: dict[str, str] = {
    "en": "",
    "es": """
a al algo algun alguien ahora aqui ayuda ayudar ayudame busco buscar cerca como con cual cuando de del
desde donde el ella en encontrar es esa ese esta estoy este favor gente ha hay la las le lo los me mi
mis mucho muy necesita necesitamos necesito ni no noche nos nuestra o para pero por porque programa
puede puedo que quien quiero recibir se servicio servicios ser si sin sobre son soy su sus tener tengo
tiene todo tu un una unos urgente usted y ya yo hoy
""",
    "ar": """
أنا أحتاج احتاج نحتاج أريد اريد نريد أبحث ابحث أين اين كيف من في على إلى عن مع هل هذا هذه يوجد مكان
مساعدة مساعده أي لي لا ما الليلة اليوم قريب خدمات خدمة عند عندي لدي أو و ثم كل
""",
    "fr": """
a ai au aux avec besoin ce ces cette chez comment d dans de des du elle en est et il j je l la le les ma
mes moi mon ne nous ou où par pas pour puis qu que quel qui sa se ses son suis sur un une veux vous y
aide cherche trouver soir
""",
    "ht": """
mwen m bezwen yon nan pou ki kote ak e la yo ap chache jwenn ed èd gen pa w ou li nou
""",
}
"""Words of a question that say nothing of what it is about."""
