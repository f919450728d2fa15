"""Phrases that may mean danger in Spanish: without accents, as people write them in haste."""

from kizuna.screening.phrases.writing import Language

SPANISH = Language(
    names={
        "quien": """marido esposo esposa mujer pareja novio novia ex papa padre mama madre hijo hija
            hermano hermana tio
            padrastro madrastra cuidador cuidadora nieto sobrino yerno nuera suegro suegra jefe vecino el
            ella ellos
            familia""",
        "otros": """el ella ellos alguien marido esposo esposa mujer pareja novio novia ex hijo hija
            hijos bebe nino nina
            ninos madre padre mama papa vecino vecina jefe familia todos""",
        "miedo": "miedo terror panico pavor temor",
        "pastillas": "pastillas pastilla medicinas medicamentos tabletas comprimidos capsulas somniferos",
        "seguro": "seguro segura segur@ a_salvo",
    },
    life="""
        matarme/suicidarme/ahorcarme/colgarme/dispararme/envenenarme/ahogarme/eliminarme/apunalarme
        me quiero/quisiera/voy/vas/pienso/podria/puedo/gustaria/deberia/planeo a? matar/morir/ahorcar/\
            colgar/suicidar/tirar/ahogar/cortar/disparar
        me mato/suicido/ahorco
        suicid*/suisid*/suicud*/sucid*
        quitarme/quitar/quitarse la/mi vida
        quiero/voy/quisiera/pienso/deseo a/en? terminar/acabar/termine/acabe con todo/esto/mi
        acabar/terminar/termine/acabo con todo/mi vida? ya?
        quiero/quisiera/deseo/desearia/prefiero/preferiria/ojala/gustaria/espero me? morir/morirme/\
            muera/muriera/muriese/muero
        quiero/quisiera/deseo/desearia/prefiero/preferiria/ojala/gustaria que? me? estar/estuviera/\
            estuviese/haber muerto/muerta/morido
        ganas de morir*/matarme/desaparecer
        pensando/pienso/pensar/penso/pensado/piensa en? la/mi? morir/morirme/muerte
        mejor/estaria/estarian mejor? muerto/muerta
        mejor sin mi
        ojala/desearia/quisiera ... nunca/no haber/hubiera/hubiese nacido
        no quiero/quisiera/deseo ya? seguir/vivir/existir/continuar
        no quiero/puedo ya? seguir/estar viviendo/aqui/vivo/viva
        no puedo ya? seguir asi/viviendo/adelante/mas
        sin/no ganas/tengo ganas? de/mas? vivir/seguir
        no vale/merece la? pena vivir/seguir
        vida/vivir/existir ya? no/sin tiene/vale/sentido/merece
        no tiene/le/encuentro/veo/hallo ya? veo? encuentro? sentido/razon/motivo/caso/tiene ... vivir/\
            vida/seguir
        no tengo/hay/queda razon/razones/motivo/motivos/nada ... vivir
        sin/ninguna? razon/razones/motivo/motivos para vivir
        ya no puedo mas
        no puedo mas
        ya no aguanto
        no aguanto mas
        cansado/cansada/harto/harta de vivir/la/esta/mi vida?
        odio mi/la? vida/vivir
        quiero/quisiera/deseo/voy a? desaparecer/irme/dormir para? siempre/desaparecer/despertar
        quiero/quisiera desaparecer/desapareser
        no quiero/quisiera/volver/vuelva mas? a? despertar
        no despertar/despertarme
        hacerme/hago/hacia/hice/haciendome dano/danio/cortes/cortadas
        me hago/hice/haria dano/danio/cortes
        lastimarme/cortarme/herirme/autolesion*/autolecion*
        me corto/corte/cortaba los/las/con/en? brazos/venas/munecas/piernas/cuchilla
        cortar/cortarme/corto las/mis venas/munecas
        pegarme/meterme/darme un tiro/balazo
        tirarme/lanzarme/aventarme/saltar/arrojarme/echarme del/de/desde/al/por/a
        tome/tomado/trague/tragado/tomarme/tomar/tragarme/tomarme ... todas/muchas/muchisimas/\
            demasiadas/frasco/caja/bote/monton ... <pastillas>
        sobredosis
        despedirme/despido de todos
        carta/nota de despedida
        adios a/para todos/siempre/mundo
        adios mundo
        voces ... dicen/piden/ordenan
        dar/darme por? vencido con? vida
    """,
    home="""
        me pega*/pego/golpe*/maltrat*/amenaz*/viol*/lastima*/lastimo/ahorc*/estrangul*/encierr*/encerr*/\
            empuj*/pate*/cachete*
        me abofete*/azot*/tortur*/humilla*/acuchill*/apunal*/agred*/jalonea*/ahoga/ahogo/asfixia*
        me hace/hacen/hizo/hacia/haga dano/danio
        me da/dan/dio/daba golpes/palizas/patadas/punetazos/cachetadas/bofetadas/una_paliza/una_golpiza
        me levant* la mano
        violaron/violo/violado/violada
        abus* sexual*/mi/de
        abuso/abusa/abusan/abusaron/abusaba de/sexual* mi?
        me obliga*/fuerza*/forz* a/para? tener/sexo/hacer/acostarme
        me manosea*
        <quien> me toca/toco/tocaba
        me toca/toco/tocaba el/la/los/las/mis/sin cuerpo/pecho/partes/senos/nalgas/permiso/querer
        acoso sexual
        violencia domestica/familiar/de/en/intrafamiliar/machista
        sufro/sufriendo/vivo/vivimos ... maltrato/violencia/abuso/abusos
        maltrato/maltrata/maltratada/maltratado
        <quien> ... violento/violenta/agresivo/agresiva
        miedo/<miedo> de/a/por mi? <quien>
        le/les tengo/tenemos/tiene mucho/tanto? <miedo>
        <miedo> de/en/a? volver/estar/ir/regresar/llegar a/en/mi? mi? casa
        <miedo> en/de mi? casa/hogar
        temo/temor a/por? mi? <quien>
        no me? estoy/siento/esta ... <seguro> en mi/la? casa/hogar
        no me? deja/dejan/dejaba/permite/permiten ... salir/hablar/ver/irme/ir/llamar/trabajar
        no puedo salir de? ... encerr*/deja
        me tiene/tienen ... encerrad*/amenazad*/secuestrad*/retenid*
        estoy encerrad*/secuestrad*/retenid*
        encerrad* en
        me quit*/escond*/retien*/tiene/tienen ... pasaporte/papeles/documentos/visa
        <quien> me? ... va/quiere/iba/dijo/dice/amenaza/amenazo a/con/que? me? matar/matarme/mata/\
            mataria/matara
        dice/dijo/dicen/jura/juro que/k me va/iba/van a? matar/mata
        <quien> tiene/saco/trae/con un/una? cuchillo/pistola/arma/navaja/machete
        me controla*
    """,
    other="""
        en/corro/corremos/corre/hay peligro
        peligro de muerte
        no me? estoy/siento/sentimos/estamos ... <seguro>
        siento/estoy inseguro/insegura
        me persig*/acos*/vigila*/espia*
        me sigue/siguen/seguia un/una/alguien/hasta/por/a
        me siguen
        me quiere/quieren/va/van/iba/quiso/intento a? matar
        matarme
        tiene/trae/saco/con un/una? cuchillo/pistola/arma/navaja/machete
        quiero/voy/podria/temo/miedo/ganas a/de? matar/herir/apunalar/lastimar/pegar/hacerle/danar a/\
            dano? a? alguien/mi/el/ella/<otros>
        hacer/hacerle/hago dano/danio a mi/los/mis? <otros>
        auxilio
        socorro
        ayudenme/ayudame/ayuda por favor/rapido/urgente/ya/me/esta/viene
        llamen/llama/llame/manden a? la? policia/ambulancia/911/112/emergencias
        es una emergencia
        infarto/derrame ahora/teniendo/dando
        me esta/da dando? un infarto/derrame
        no puedo respirar
        dolor ... pecho
        me cai y no
        no me puedo levantar
        fuga/huele/olor de/a gas
        mi/la casa/cocina/edificio/piso ... incendi*/quema*/inunda*/llamas
        fuego/incendio en
        atrapad*
        no he/hemos/ha comido/comemos en/desde/hace/por? ... dias/ayer/semana
        llevo/llevamos ... sin comer
        muero/muriendo de hambre
        desaparecio mi hijo/hija/nino/nina/bebe
        hijo/hija/nino/nina/bebe ... desaparecid*
        alguien/hombre/desconocido ... entro/entrando/metio/dentro/entrar mi/a/de/en? la/mi? casa
        trata de personas
    """,
)
