"""Patterns of danger and of its harmless look-alikes, over folded text. Data of `emergency`, kept apart to be read."""

_WHO = (
    r"(?:marido|esposo|esposa|novio|novia|pareja|mujer|ex|exnovio|exmarido|exesposo|companero|papa|papi|padre|mama|padrastro|madrastra|"
    r"hijo|hermano|hermana|tio|primo|abuelo|cunado|suegro|vecino|vecina|hombre|hombres|tipo|tipos|man|manes|sujeto|sujetos|senor|"
    r"senora|muchacho|muchachos|pelao|pelado|pelados|policia|ladron|ladrones|atracador|borracho|jefe|patron|yerno|sobrino|nieto)"
)
_PERSON = (
    r"(?:mi (?:papa|papi|mama|mami|padre|madre|abuelo|abuela|abuelito|abuelita|viejo|vieja|hijo|hija|hijito|hijita|nino|nina|bebe|"
    r"esposo|esposa|marido|mujer|hermano|hermana|tio|tia|vecino|vecina|pareja|novio|novia|sobrino|sobrina|nieto|nieta|amigo|amiga|"
    r"primo|prima|suegro|suegra|companero|companera)|(?:un|una|el|la|al|otro|este|esta|ese|esa) (?:senor|senora|hombre|mujer|nino|nina|"
    r"muchacho|muchacha|joven|viejito|viejita|anciano|anciana|persona|bebe|pelao|pelado|pelada|turista|bañista|banista|man|tipo|"
    r"trabajador|obrero|estudiante|adulto|vecino|vecina|motociclista|peaton|ciclista|embarazada|muchachito|muchachita)|alguien|"
    r"(?:unos|varios|dos|tres|los|las|unas) (?:ninos|ninas|personas|turistas|muchachos|jovenes|banistas|heridos|senores))"
)
_HIT = r"(?:pega|pego|pegando|golpea|golpeo|golpeando|maltrata|maltrato|maltratando|cascando|casca|patea|pateo|agarro a (?:golpes|trompadas|punos)|dio una golpiza|cayo a (?:golpes|palo|trompadas)|ahorca|ahorcando|estrangula|ahorco|corto|apunalo|apunala|viola|violo|violando|encerro|tiene encerrada|quemo con|amenaza|amenazo|amenazando|quiere matar|va a matar|quiere pegar|intento matar|esta matando)"
_BUILDING = (
    r"(?:casa|casas|apartamento|edificio|rancho|ranchos|local|colegio|escuela|bodega|fabrica|hotel|restaurante|negocio|tienda|vivienda|"
    r"viviendas|cuarto|habitacion|techo|cocina|carro|bus|buseta|taxi|moto|camion|lancha|bote|monte|cerro|lote|mercado|puesto|poste|"
    r"transformador|palma|kiosco|piso|barrio|cuadra|oficina|iglesia|hospital|clinica|contador|manglar|popa|estacion|bomba)"
)

# (kind, pattern). The first that matches names the kind; each is written for a danger that is happening.
DANGER: tuple[tuple[str, str], ...] = (
    (
        "suicidio",
        r"\b(?:me (?:quiero|voy a|quisiera|pienso|provoca|dan ganas de) (?:matar|suicidar|ahorcar|cortar las venas|tirar de (?:un|el|la)|lanzar de(?:l| un))|(?:quiero|voy a|pienso|quisiera|ganas de|pensando en|deseo|pienso en|tengo ganas de|penso en) (?:matarme|suicidarme|morirme|ahorcarme|quitarme la vida|acabar con mi vida|acabar con todo|cortarme las venas|tirarme (?:de|del|al (?:vacio|tren|rio|paso))|lanzarme (?:de|del|al (?:vacio|tren|rio|paso))|desaparecer de este mundo)|me quiero morir|quiero morir|me quiero quitar la vida|no quiero (?:seguir )?(?:vivir|viviendo|existir)|ya no quiero (?:vivir|estar viv[ao])|(?:prefiero|mejor) (?:estar muert[ao]|morirme|la muerte)|no (?:vale la pena|tiene sentido) (?:seguir viviendo|vivir|mi vida)|(?:se|lo|la) (?:quiere|va a|intento|trato de|esta tratando de) (?:matar|suicidar|ahorcar|tirar|lanzar|suicidarse)(?: solo| sola)? ?(?:de|del|desde)? ?(?:l |un |el )?(?:puente|edificio|azotea|balcon|techo|terraza|piso)?(?:$| )|(?:quiere|va a|intento|intenta|penso en|dice que quiere|amenaza con) (?:suicidarse|matarse|quitarse la vida|ahorcarse|tirarse del?|lanzarse del?|cortarse las venas)|me (?:corte|estoy cortando) las venas|me tome (?:un monton de|todas las|muchas) pastillas|estoy pensando en el suicidio)",
    ),
    (
        "violencia",
        rf"\b{_WHO} (?:que )?(?:ya |otra vez |siempre |borracho |no deja de )?(?:me|la|lo|nos|le|les|se me|te) (?:esta |estan |estaba |volvio a |acaba de |quiere |va a |intenta |dijo que me va a |viene a )?(?:{_HIT}|pegar|golpear|matar|ahorcar|violar|maltratar|amenazar)",
    ),
    (
        "violencia",
        r"\b(?:me|nos) (?:esta|estan|anda|andan|viene|vienen|va|van) ?(?:a )?(?:pegando|golpeando|matando|violando|ahorcando|amenazando|persiguiendo|siguiendo|matar|pegar|golpear|violar|secuestrar|acuchillar|apuntando|maltratando)\b",
    ),
    (
        "violencia",
        r"\b(?:me|nos|la|lo) (?:quiere|quieren) (?:matar|violar|secuestrar|pegar|golpear|llevar a la fuerza)\b",
    ),
    (
        "violencia",
        r"\b(?:me|nos) (?:amenazo|amenazaron|amenaza|amenazan) (?:de muerte|con (?:un|una|el|la) (?:cuchillo|arma|pistola|machete|revolver|navaja|puñal|punal)|con matarme|con matar)",
    ),
    (
        "violencia",
        r"\b(?:me|la|nos) (?:pego|pega|golpeo|golpea|pegaron|golpearon|cascaron|violo|violaron|ahorco|patearon|acuchillo|acuchillaron|apunalo|apunalaron|maltrata) (?:mi|el|un|una|otra vez|en la cara|muy fuerte|feo|anoche|ayer|hoy|ahorita|unos|entre|por ser|y |a golpes|con)",
    ),
    (
        "violencia",
        r"\b(?:me violaron|me violo|me apunalaron|me golpearon|me abuso|abusaron de mi|abuso de mi|abusa de mi|me toco mis partes|abuso sexual|violacion sexual|violencia sexual|me tiene encerrada|me tienen encerrad[ao]|me tiene amenazada|me tienen amenazad[ao]|no me deja salir de la casa|soy victima de violencia|victima de maltrato|sufro violencia|violencia (?:intrafamiliar|de genero|domestica) (?:en|mi|aqui|contra)|me maltrata(?:n)?$)",
    ),
    (
        "violencia",
        r"\b(?:esta|estan|estaba) (?:pegando|pegandole|golpeando|golpeandola|golpeandolo|maltratando|matando|ahorcando|violando|apunalando|arrastrando|cascando|pegandoles|dandole golpes) ?(?:muy duro |feo |horrible |duro )?(?:a |con )?(?:su |la |una |un |el |mi |al |unos )?(?:mujer|senora|esposa|muchacha|hija|hijo|nino|nina|ninos|mama|vecina|hermana|muchacho|senor|hombre|joven|anciano|anciana|abuela|abuelo|pareja|novia|bebe|persona|alguien|$)",
    ),
    ("violencia", r"\b(?:la|lo|los|las) esta(?:n)? (?:matando|golpeando|apunalando|linchando|violando|ahorcando)\b"),
    (
        "violencia",
        r"\b(?:linchando|van a linchar|una rina con (?:cuchillo|machete|arma)|pelea con (?:cuchillo|machete|arma)s?|se estan (?:matando|dando machete|dando cuchillo|apunalando|dando plomo|cayendo a machete))\b",
    ),
    (
        "menor",
        r"\b(?:abusando|abusa|abusan|abuso|abusaron|manosea|manoseando|toca|tocando|violo|violaron|violando|maltrata|maltratan|maltratando|golpea|golpean|explotan|prostituyen|prostituyendo|vendiendo|vende|venden) (?:de |a |con )*(?:mi |un |una |su |unas |unos |esa |ese |la |el |al |las |los )?(?:nin[oa]s?|menor(?:es)?(?: de edad)?|bebe|hij[oa]s?|hijit[oa]|niet[oa]|sobrin[oa]|peladit[oa]s?|nena)\b",
    ),
    (
        "menor",
        r"\b(?:se (?:me )?perdio|se (?:me )?extravio|no aparece|desaparecio|se llevaron(?: a)?|se robaron a|raptaron a|se robo a|no encuentro a|no encontramos a|secuestraron a) (?:mi |un |una |la |el |al )(?:hij[oa]|nin[oa]|bebe|hijit[oa]|niet[oa]|sobrin[oa]|nena|nene|hermanit[oa]|pelad[oa]|menor|abuel[oa]|mama|papa)\b",
    ),
    (
        "menor",
        r"\bmi (?:hij[oa]|nin[oa]|bebe|hijit[oa]|niet[oa]|sobrin[oa]|nena|hermanit[oa]|abuel[oa]|abuelit[oa]|mama|papa)(?: [a-z]+){0,6}? (?:no aparece|desaparecio|se perdio(?! (?:la|el|los|las|un|una|su|de|unos|unas))|se extravio(?! (?:la|el|los|las|un|una|su))|esta (?:perdid|desaparecid)[oa]|lleva .{1,20}desaparecid[oa])",
    ),
    (
        "menor",
        r"\b(?:nin[oa]s?|bebe|menor(?:es)?) (?:sol[oa]s? )?(?:encerrad[oa]s?|abandonad[oa]s?|amarrad[oa]s?|perdid[oa] y llorando|solit[oa] en la calle)|\b(?:abandonaron|dejaron tirad[oa]|botaron) (?:a )?(?:un|una) (?:bebe|nin[oa]|recien nacid[oa])|explotacion sexual de (?:nin|menor)|(?:nin[oa]s?|bebe|menor) (?:esta|estan) (?:sol[oa]s? )?(?:encerrad|atrapad|abandonad)",
    ),
    (
        "robo",
        r"\b(?:me|nos|lo|la|los|le) (?:esta|estan) (?:robando|atracando|asaltando|apuntando|disparando|echando plomo)\b|\b(?:me|nos) acaba(?:n|ron)? de (?:robar|atracar|asaltar|disparar|apunalar|chuzar|golpear|raponear)|\b(?:se estan|estan tratando de|se quieren|estan intentando|alguien (?:se )?esta|se) (?:metiendo|meter|entrar|metieron|meterse|forzando)(?:se)? (?:los ladrones |unos ladrones |un ladron |ladrones )?(?:a|en) (?:mi|la|una) (?:casa|apartamento|tienda|negocio|local|puerta|vecina)|\bforzando la (?:puerta|cerradura|ventana)|\bladrones? (?:adentro|dentro|en (?:mi|la) casa|en el techo|armados?|metidos?)|\bhay (?:un |unos )?(?:ladron|ladrones|atraco|asalto|hombres? armados?|tipos? armados?|sujetos? armados?)",
    ),
    (
        "robo",
        r"\b(?:balacera|tiroteo|hay disparos|estan disparando|se escuchan (?:disparos|tiros)|echando bala|estan dando bala|le dispararon|me dispararon|le pegaron un tiro|le metieron un tiro|me chuzaron|lo chuzaron|apunalaron a|lo apunalaron|la apunalaron|(?:hombre|tipo|man|sujeto) con (?:un arma|arma|pistola|cuchillo|machete|revolver)|me tienen? secuestrad[oa]|secuestraron a|lo tienen secuestrado|esta secuestrad[oa]|fleteo|sicario|acaban de matar|acaban de asesinar|mataron a (?:un|una|mi)|lo mataron|la mataron|un muerto en|hay un muerto|un cadaver en|me estan extorsionando|me extorsionan)",
    ),
    (
        "incendio",
        rf"\b(?:incendio|candela|fuego|llamas|conato) (?:muy grande |grande |fuerte |forestal |estructural )?(?:en|dentro|cerca|al lado|aqui|aca|por)\b|\bhay (?:un |una |mucho |mucha )?(?:incendio|candela|fuego|llamas|quema|humo negro|humo saliendo)|\ben llamas\b|\bincendio$|^(?:un )?(?:incendio|candela|fuego)\b|\b(?:se|esta|estan) ?(?:me |nos |le )?(?:esta |estan |esta por )?(?:quemando|incendiando|ardiendo|prendiendo) (?:fuego |toda? |entero |entera )?(?:todo |toda )?(?:el|la|un|una|mi|unas|unos|las|los|mis|nuestra) (?:[a-z]+ )?{_BUILDING}\b|\b{_BUILDING} (?:del lado |de al lado |de mi vecina |de mi vecino |del vecino |de la vecina |de mi mama |de la esquina |de [a-z]+ )?(?:se )?(?:nos |me |le )?(?:esta |estan )?(?:quemando|incendiando|ardiendo|prendid[oa] en candela|en candela|cogio candela|prendio en candela|se prendio|se incendio)\b|\b(?:se prendio|se incendio|cogio candela|cogio fuego|le cayo candela a|le metieron candela a|le prendieron (?:fuego|candela) a) (?:el|la|un|una|mi|en) (?:[a-z]+ )?{_BUILDING}",
    ),
    (
        "incendio",
        r"\b(?:huele (?:mucho |muy fuerte )?a gas|fuga de gas|escape de gas|se sale el gas|se esta saliendo el gas|olor a gas|exploto (?:un|el|una|la)|hubo una explosion|explosion (?:en|de gas)|se exploto (?:un|el|una|la)|corto ?circuito .{0,30}(?:chispas|candela|fuego|humo)|(?:manden|envien|necesito|necesitamos|llamen|urgente) (?:a )?(?:los |unos )?bomberos|bomberos (?:urgente|ya|por favor|auxilio|rapido))",
    ),
    (
        "medica",
        rf"\b{_PERSON} (?:[a-z]+ ){{0,10}}(?:no respira|no puede respirar|no reacciona|se (?:me )?desmayo|esta (?:inconsciente|desmayad[oa]|convulsionando|sangrando|muy grave|muriendose|agonizando|ahogandose|pariendo|dando a luz|botando sangre|infartad[oa]|infartando|tirad[oa] en|mal del corazon|teniendo un (?:infarto|ataque))|se (?:me |nos )?esta (?:muriendo|ahogando|desangrando|infartando|asfixiando)|se (?:envene|intoxi)|se tomo (?:un |unas |todas las |un frasco de )?(?:veneno|raticida|cloro|pastillas|acido|gramoxone|limpido)|se trago|se atraganto|le (?:esta |acaba de )?(?:dio|dando|dar|da) (?:un |una )?(?:infarto|paro|derrame|ataque|convulsion|convulsiones|preinfarto|trombosis|sobredosis)|se electrocuto|convulsiona|perdio el conocimiento|se corto (?:la|el|con) .{{0,20}}(?:sangr|mano|brazo|vena)|se cayo (?:de|del|y) .{{0,40}}(?:no|sangr|golpe|cabeza|techo|azotea|piso|escalera|mueve))",
    ),
    (
        "medica",
        r"\b(?:no respira|no puedo respirar|no puede respirar|se me cierra el pecho|me (?:estoy|esta) (?:desangrando|muriendo|dando un (?:infarto|ataque al corazon|ataque))|me duele (?:mucho |muy fuerte |horrible )?el pecho|dolor (?:muy )?(?:fuerte |horrible )?en el pecho|tengo un infarto|me esta dando un|me dio un (?:infarto|derrame)|me siento (?:muy mal|morir)|me estoy (?:asfixiando|envenenando|desmayando)|(?:rompi|rompio) fuente|se le vino el bebe|voy a dar a luz|estoy (?:pariendo|sangrando|teniendo contracciones)|(?:manden|envien|necesito|necesitamos|llamen|pidan|mandeme|urgente|quiero) (?:a )?(?:una |la )?ambulancia|ambulancia (?:urgente|ya|por favor|rapido|para|pa)|sobredosis|esta convulsionando|sin signos vitales|se esta desangrando|perdio el conocimiento|me (?:mordio|pico) una (?:culebra|serpiente|mapana)|(?:mordio|pico) una (?:culebra|serpiente|mapana)|mucha sangre|me tome (?:un )?(?:veneno|raticida|cloro)|crisis (?:epileptica|nerviosa))",
    ),
    (
        "accidente",
        r"\b(?:atropellaron|atropello|arrollaron|arrollo) (?:a |un |una |al )|\b(?:me|lo|la|nos) (?:atropellaron|atropello|arrollaron|arrollo)\b|\b(?:hay|hubo|acaba de haber|ocurrio|paso) (?:un |una )?(?:accidente|choque|estrellon|volcamiento|colision)|\baccidente (?:de (?:moto|carro|transito|bus|taxi|motos)|grave|fuerte|horrible|con)? ?(?:aqui|en (?:la|el|manga|plena|toda)|con (?:heridos|muertos))|\b(?:hay|con|varios|dejo|tenemos|un|una) (?:personas? )?(?:herid[oa]s?|muert[oa]s?|lesionad[oa]s?|atrapad[oa]s?)\b|\b(?:se volco|se volteo|se estrello|se accidento) (?:un|una|el|la|dos|contra|con|mi|de frente)|\b(?:me|nos) (?:accidente|accidentamos|volcamos|estrelle)\b(?! con la burocracia)|\b(?:me|nos) (?:choco|chocaron|choque) (?:un|una|el|la|en|y|ahora|ahorita|otro|de frente|contra|con)\b(?! (?:respuesta|atencion|actitud|noticia|forma|manera|cosa|funcionari))|\b(?:chocaron|choco) (?:dos|tres|contra|con|de frente|(?:un|una|el|la) (?:carro|moto|bus|taxi|camion|buseta|mula|tractomula|bicicleta))|\bmotorizado tirado|tirado en (?:la calle|el piso|el suelo|la via|la carretera)",
    ),
    (
        "agua",
        rf"\b(?:se (?:esta|estan) ahogando|se ahogo|se ahogaron|se lo llevo|se la llevo|se los llevo|los arrastro|lo arrastro|la arrastro|se nos ahoga)(?: en)?(?: el| la| un)? ?(?:mar|ola|corriente|rio|arroyo|cano|playa|agua|cienaga|bahia|piscina|{_PERSON}|$)|\b(?:ahogandose|naufrag|se hundio (?:la|una|el|un) (?:lancha|bote|barco|canoa)|lancha (?:se esta hundiendo|hundiendose|a la deriva|volteada)|estamos a la deriva|se volteo la (?:lancha|canoa|panga)|hombre al agua|me estoy ahogando(?: en (?:el mar|la playa|el agua|la piscina))?(?:$| auxilio| ayuda))",
    ),
    (
        "desastre",
        r"\b(?:se (?:me|nos|les|le) (?:esta )?(?:metiendo|metio|inundo|inundando|esta inundando|entro|entrando) (?:el agua|toda el agua|la casa|el arroyo|el cano|el mar|la creciente)|se (?:esta|estan) (?:inundando|derrumbando|desplomando|cayendo|deslizando|viniendo abajo|hundiendo) (?:[a-z]+ )?(?:el|la|las|los|mi|un|una|todo|toda|nuestra) ?(?:[a-z]+ )?(?:casa|casas|barrio|rancho|pared|muro|techo|edificio|cerro|loma|puente|calle|ladera|balcon|colegio|terraza|apartamento|piso|poste|cuarto)?|el agua (?:ya )?(?:nos |me )?(?:esta |va |llega )?(?:entrando|subiendo|tapando|por la|a la (?:cintura|rodilla)|al (?:cuello|pecho))|el agua (?:ya )?(?:nos |me )(?:esta )?(?:llega|llegando) (?:a|al|hasta|por)\b|estamos (?:inundados|atrapados|incomunicados|con el agua)|quedamos atrapados|estoy atrapad[oa]|(?:gente|personas|familia|ninos|alguien|senora|senor) (?:esta |estan |quedo |quedaron )?atrapad[oa]s?|atrapad[oa]s? (?:bajo|entre|en (?:el|los) (?:escombros|ascensor))|(?:hubo|hay|acaba de haber|se vino|se presento) un (?:derrumbe|deslizamiento|alud|desplome)|se (?:cayo|derrumbo|desplomo|vino abajo|desmorono) (?:una |la |un |el |mi |parte de (?:la|el|un|una) |parte del )(?:casa|pared|muro|techo|edificio|balcon|puente|poste|cerro|ladera|placa|escalera|colegio|rancho) ?(?:encima|sobre|con|y hay|de mi|y|ahora|ahorita|anoche|del|de|$)|(?:arbol|palo|poste|muro|pared|techo|rama|valla) (?:se )?(?:le |nos |me )?cayo (?:encima|sobre)|(?:le|nos|me) cayo (?:encima )?(?:un|una|el|la) (?:arbol|palo|poste|muro|pared|techo|rama|valla)|(?:hay|hubo|sentimos|sintieron|fue|esta|acaba de haber) (?:un )?(?:temblor|terremoto|tsunami|tornado)|(?:temblor|terremoto) (?:muy )?(?:fuerte|duro)|esta temblando(?: la tierra| duro| muy|$)|^(?:un )?(?:temblor|terremoto|tsunami)(?: ayuda| ahora| ahorita)?$)",
    ),
    (
        "desastre",
        r"\b(?:cables?|cuerda|cuerdas|poste|alambres?|transformador) (?:de (?:la )?(?:luz|energia|alta tension|electricidad) )?(?:[a-z]+ )?(?:caid[oa]s?|en el (?:piso|suelo|agua)|chispeando|echando chispas|botando chispas|haciendo chispas|tirando chispas|con corriente|reventad[oa]s?|pelad[oa]s? en|cayo y|se cayo|se revento|esta botando candela)|\bse cayo (?:un|el) (?:cable|poste|transformador)|\b(?:se electrocuto|electrocutad[oa]|cogio la corriente|lo cogio la luz|la cogio la corriente|pego corriente)",
    ),
    (
        "general",
        r"^(?:es una |tengo una |hay una |una |por favor )?(?:emergencia|urgencia)(?: por favor| urgente| ayuda| ayudenme| aqui| ya| es una emergencia| medica| vital)*$|\b(?:es|tengo|hay|esto es|tenemos|estamos en) una (?:emergencia|urgencia)\b(?! para (?:pagar|sacar))|\b(?:auxilio|socorro|sos)(?: auxilio| socorro| por favor| ayuda| ayudenme| ayudeme| me| nos| policia| hay| estan| esta| un| una| mi| alguien| rapido| urgente|$)|\b(?:llamen|llame|manden|envien|mande|necesito|necesitamos|vengan|que venga|quiero) (?:a |ya |una |un |que venga )*(?:la )?(?:policia|patrulla|cuadrante)\b|\bpolicia (?:urgente|ya por favor|auxilio|rapido)|\b(?:estoy|estamos|mi vida (?:esta|corre)|corro|corremos) (?:en )?(?:peligro|riesgo de muerte)\b|\bayudenme por favor (?:me|nos|hay|estoy|mi|un)|\bayuda (?:me estan|nos estan|me quieren|me van|urgente hay)",
    ),
    (
        "general",
        r"\b(?:help me please (?:he|she|they|i|my|someone)|call (?:the )?(?:police|an ambulance|911|123)|send (?:the )?(?:police|an ambulance|help|firefighters)|(?:need|want) (?:an |the )?(?:ambulance|police|paramedics)|it s an emergency|this is an emergency|i have an emergency|medical emergency|emergency$|i(?: am| m) (?:in danger|being (?:robbed|followed|attacked|kidnapped|assaulted)|bleeding|having a heart attack|drowning|dying|going to kill myself|trapped)|(?:he|she|they) (?:is|are|s|re) (?:hitting|beating|attacking|killing|threatening|following|robbing|choking|shooting|stabbing)|(?:he|she|they) (?:hit|hits|beat|beats|stabbed|raped|attacked) me|i was (?:raped|robbed just now|stabbed|shot|sexually assaulted|drugged)|(?:just|have been|been|got) (?:robbed|mugged|stabbed|raped|assaulted|drugged)|(?:heart attack|can t breathe|cannot breathe|cant breathe|not breathing|isn t breathing|is unconscious|is drowning|people drowning|someone (?:is )?drowning|overdose|having a seizure|a seizure|bleeding (?:a lot|badly|heavily))|want to (?:die|kill myself|end my life)|kill myself|suicidal|(?:there is|there s|theres|house is|building is|hotel is|boat is|car is|room is) (?:a |an |on )?(?:fire|burning|sinking|shooting)|on fire|gas leak|smell gas|my (?:son|daughter|child|kid|baby|husband|wife|friend|mother|father) (?:is (?:missing|lost|unconscious|not breathing|drowning)|disappeared|collapsed|was kidnapped|has been kidnapped|fainted|went missing)|someone is (?:shooting|following me|breaking in|attacking)|breaking into my|(?:he|she|they) has a (?:gun|knife)|has a (?:gun|knife)|car accident|people (?:are )?(?:trapped|injured|hurt)|got hit by a car|was hit by a)",
    ),
    (
        "medica",
        r"\b(?:le|les|me) (?:esta dando|acaba de dar|dio|dieron|esta por dar) (?:un |una )?(?:infarto|preinfarto|paro|derrame|ataque (?:al corazon|cardiaco|de epilepsia|epileptico)|convulsiones|convulsion|trombosis|isquemia)|\bse (?:cayo|tiro|lanzo) (?:de|del|desde)(?: [a-z]+){1,6} (?:y |que )?no (?:se mueve|reacciona|respira|responde|habla)",
    ),
    (
        "violencia",
        r"\b(?:me|nos|le|la|lo) cayo a (?:golpes|palo|trompadas|punos|patadas|cuchillo|machete)|\b(?:me|le|nos) (?:dio|dieron|metio|metieron|pego|pegaron) (?:una |un |unas |unos )?(?:punaladas?|machetazos?|tiros?|golpizas?|palizas?|balazos?|cuchilladas?|trompadas?|botellazos?)",
    ),
    (
        "robo",
        r"\bencanon\w+|\bacaban de (?:atracar|robar|asaltar|raponear|disparar)|\b(?:manes|tipos|hombres|sujetos|pelados|encapuchados|motorizados|gente|personas?|muchachos)(?: [a-z]+){0,3} armad[oa]s?\b|\b(?:quieren?|intentan?|estan?|tratan? de)(?: [a-z]+){0,2} (?:tumbar|tumbando|forzar|forzando|romper|rompiendo) la (?:puerta|reja|ventana)|\b(?:llevando|llevan|llevaron|montaron)(?: a)? (?:un|una|unos|unas|la|el|al|mi) (?:nin[oa]s?|bebe|menor|hij[oa]|muchacha|pelad[oa])(?: [a-z]+){0,3} (?:en un|a la fuerza|un carro|una moto)",
    ),
    (
        "agua",
        r"\b(?:arroyo|corriente|mar|olas?|creciente|rio|cano)(?: [a-z]+){0,1}? se (?:lo |la |los |esta )?(?:llev|arrastr)\w* (?:un|una|a|el|la|mi|los|unos|carros?|gente)|\bse (?:lo |la |los )?(?:llevo|arrastro|esta llevando) (?:la|el|una) (?:corriente|arroyo|ola|mar|creciente|rio)\b|\b(?:lancha|bote|canoa|panga|barco|chalupa|ferry|yate)(?: [a-z]+){0,3} se (?:hundio|esta hundiendo|volteo|volco|incendio)",
    ),
    (
        "desastre",
        rf"\b{_BUILDING}(?: (?:de|del|la|el|mi|en|vecin[oa]|mama|suegra|al|lado|abuela|arriba|tia)){{0,5}} se (?:derrumbo|desplomo|vino abajo|esta derrumbando|esta desplomando|hundio)|\b(?:arboles?|palo|poste|muro|pared) (?:[a-z]+ )?(?:cayo|caido) (?:encima|sobre) (?:de )?(?:un|una|mi|el|la|unas|varias) (?:carro|casa|moto|person|gente|senor|nin|techo|bus|taxi)",
    ),
    (
        "medica",
        r"\binfartad[oa]s?\b|\bse me (?:cierra|esta cerrando) la garganta|\breaccion alergica (?:grave|fuerte)|\b(?:perros?|pitbull)(?: [a-z]+){0,3} (?:atacando|mordiendo) (?:a )?(?:un|una|mi|al|la) |\b(?:se tiro|se lanzo|se boto) (?:del?|desde) (?:un |una |el |la |l )?(?:puente|edificio|azotea|balcon|piso|techo|ventana|muralla|torre|tercer|segundo|cuarto)",
    ),
    (
        "general",
        r"\b(?:man|someone|guy|men|person|people) with (?:a )?(?:gun|knife|guns|knives|weapon)|\b(?:we are|we re|people are|i am|someone is) (?:trapped|stuck) (?:in|under)|\b(?:threatening|threatened|trying) to (?:kill|hurt|rape|stab|shoot) (?:me|us|her|him)|\b(?:kid|child|boy|girl|woman|man|baby|friend|tourist) (?:is )?(?:drowning|bleeding|unconscious|not breathing|choking)|\bi (?:am|m) bleeding",
    ),
    (
        "menor",
        rf"\b{_WHO} (?:que )?me (?:toca|tocaba|manosea|manoseaba)(?:$| (?:mis|las partes|el cuerpo|cuando|por las noches|de noche|ahi|donde))|\btoca(?:ndo|ba)? las partes",
    ),
)

# Sayings, complaints and questions that use the words of danger. Removed before the patterns are tried, so that a
# real cry beside a saying is still heard.
HARMLESS: tuple[str, ...] = (
    r"\b(?:me|nos|se|te) (?:mata|matan|esta matando|estan matando|tiene muert[oa]|tienen muert[oa]|va a matar|van a matar|mato|golpea|golpeo|golpean|esta golpeando|estan golpeando|ahoga|ahogan|esta ahogando|estan ahogando|asfixia|asfixian|esta asfixiando|quieren matar|quiere matar|estan acabando|esta acabando) (?:duro |tanto |tanta |de |del |con |a |el bolsillo |la economia |cada ano |todos los meses |mucho )*(?:el|la|los|las|este|esta|estos|estas|ese|esa|esos|esas|tanto|tanta|tantos|tantas|un|una|puro|impuestos?|con|cobros?|filas?|hambre|calor|deudas?|papeleo)? ?(?:impuestos?|predial|ica|calor|filas?|colas?|papeleo|tramites?|trafico|trancon|trancones|recibos?|deudas?|cobros?|cobran|cobro|intereses|multas?|fotomultas?|curiosidad|aburrimiento|risa|pena|hambre|sueno|cansancio|estres|guayabo|angustia por el|duda|espera|demora|burocracia|calentura del bolsillo|precios?|tarifas?|matricula|arriendo|luz|energia|agua|alquiler|valorizacion|peajes?|sol|bulla|ruido|musica|inflacion|iva|tasas?|comision|clientes?|negocio|economia|bolsillo|ventas|sueldo|quincena|gasolina|mosquitos?|zancudos?|gripa|tos|alergia|polvo|tierra|olor|semaforo|jefe con tanto trabajo|trabajo|facturas?|mensualidad|costos?|plan|cuotas?|fiesta|nostalgia|tristeza por|soledad|amor|envidia|rabia|piedra|ganas|fiebre|picazon|sed|ansiedad por|afan|wifi|internet|pagina|sistema)",
    r"\b(?:me|nos) (?:estoy |estamos )?(?:muero|morimos|muriendo|mori|matamos|quiero morir|quiero morirme|moria|voy a morir) (?:de|del|por) (?:la |las |los |un |una |el |tanto |tanta |pura )?(?:risa|pena|hambre|sed|calor|sueno|ganas|verguenza|frio|curiosidad|aburrimiento|amor|emocion|susto|cansancio|felicidad|ternura|nervios|ansiedad|envidia|rabia|alegria|verla|verlo|viejo|vieja|comer|ir|esperar|dicha|oso|guayabo|antojo|ver)",
    r"\b(?:quiero|ganas de|casi|voy a) (?:me |morirme|morir|me muero) ?(?:de|del) (?:la )?(?:risa|pena|hambre|calor|sueno|verguenza|frio|cansancio|susto|tedio|aburrimiento)",
    r"\bno quiero (?:seguir )?(?:vivir|viviendo) (?:mas )?(?:en|con|aqui|por aca|alla|de arriendo|arrendad[oa]|pagando|entre|cerca|lejos|asi con (?:este|el|la|tanta)|mas en)\b",
    r"\b(?:me (?:mato|estoy matando|mataba|maté) (?:trabajando|estudiando|haciendo|por|la cabeza|de la risa|camellando|todo el dia|para|buscando|tratando)|matarme (?:trabajando|estudiando|la cabeza|haciendo|camellando)|nos matamos (?:trabajando|haciendo|de la risa|estudiando|camellando))",
    r"\bme (?:quiero|voy a|provoca) (?:matar|morir) (?:de la risa|trabajando|estudiando|con tanto|con tanta|con estos?|con estas?|con esa|con ese|por las vacaciones|de la pena|si me cobran|si vuelvo|cuando veo)",
    r"\b(?:matar|matando|mato) (?:el tiempo|la curiosidad|el hambre|el rato|dos pajaros|las cucarachas|cucarachas|ratas|ratones|mosquitos|zancudos|el antojo|hormigas|la culebra|las hormigas|el tigre|el aburrimiento|el comejen|la sed|las ratas|los mosquitos|los zancudos)",
    r"\b(?:se|me|nos|le) (?:me |nos |le )?(?:esta |estan |estaba )?(?:quemo|quemaron|quemando|prendio|incendio|quemaba|queme|quema|queman) ?(?:la|el|los|las|un|una|mi|mis|hasta|todo|toda)? ?(?:arroz|comida|almuerzo|cena|desayuno|arepas?|platanos?|patacones|cafe|leche|frijoles|sopa|sancocho|pollo|carne|pescado|torta|pan|caldero|olla|cocido|bombillos?|foco|focos|bombilla|lampara|nevera|televisor|tv|plancha|computador|celular|abanico|ventilador|aire|cargador|fusible|licuadora|motor|router|modem|tarjeta|memoria|pantalla|espalda|piel|lengua|mano con el arroz|cara con el sol|pies|labios|tiempo|cd|disco|plastico|grasa|grasas|calorias|etapas?|papeles|recibo|semaforo)",
    r"\bme queme (?:con|la|el|los|las|en|por|yo|bien|mucho)(?: el| la)? ?(?:sol|playa|lengua|piel|espalda|cafe|mano|dedo|boca|parcial|examen|brazo|pie|plancha)?",
    r"\b(?:que|ay que|tan|esos|estos|ese|este|los|el|un|a los) (?:bombero|bomberos) (?:tan|mas|bien|son|es|estan|lindos?|guapos?|hicieron|ganan|trabajan|de la estacion)",
    r"\b(?:certificado|concepto|visita|inspeccion|impuesto|sobretasa|cuerpo|curso|carne|estacion|permiso|constancia|capacitacion|cuota|pago|plan|simulacro|prevencion|seguro|poliza|norma|revision|dia|museo|historia|pelicula|cancion|disfraz|video|brigada|reglamento|extintor|extintores|alarma|detector|salida|manual|informe|estadisticas?|cifras|datos|mapa|numero|numeros|cuantos|cuantas|cuantos casos de|tasa|indice|proyecto|campana|charla|taller|ley|protocolo|ruta|programa|politica|dia internacional|red|comite|mesa|marcha|tema|trabajo|tesis|investigacion|clase|tarea|ensayo|articulo|noticia|reportaje) (?:de |del |para |contra |sobre |en caso de |por |a |la |las |los |el |bomberil |anual |un |una |no |eliminacion de |prevenir |prevencion de |atencion de |gestion de |evacuacion |manejo de )*(?:bomberos?|bomberil|incendios?|emergencias?|violencia(?: intrafamiliar| de genero| sexual| domestica| contra la mujer)?|suicidios?|accidentes?(?: de transito)?|ambulancias?|policia|fuego|candela|homicidios?|robos?|atracos?|balaceras?|inundaciones|inundacion|derrumbes|deslizamientos?|muertos|heridos|muertes|feminicidios?|abuso sexual|primeros auxilios|evacuacion|sobredosis|temblor|terremoto|humo|maltrato|secuestros?|naufragios?|ahogados|urgencias?|gas)",
    r"\bprimeros auxilios|\bauxilios? (?:de|para|por(?! favor)|funerari[oa]s?|economicos?|educativos?|monetario|exequial|del|al|a la|que da|habitacional|alimentario|mutuo|y subsidios?|judicial)(?: transporte| sepelio| vivienda| gastos| desempleo| cesantias| la| el| los)*",
    r"\b(?:declaratoria|calamidad|fondo|plan|oficina|decreto|linea|lineas|numero|numeros|telefono|telefonos|contacto|salida|kit|ayuda humanitaria|ayudas|estado|comite|cuarto|sala|bono|subsidio|freno|puerta|luces|bahia|contratacion|urgencia manifiesta|consejo|maletin|botiquin|carril|unidad|centro|freno|mercado|mercados|donacion|albergue) (?:de |para |por |la |las |los |en |economica |social |sanitaria )*(?:emergencias?|urgencias?|la policia|policia|bomberos|ambulancias?)(?: economica| social| sanitaria| ambiental)?",
    r"\bno es (?:una |nada |ninguna |tanto una |tan )?(?:emergencia|urgencia|urgente)|\bsin (?:emergencia|urgencia)|\bno es para (?:la )?(?:policia|bomberos|ambulancia)",
    r"\b(?:nos|me|se|le|les|la|los) (?:estan|esta|andan|vienen) (?:robando|atracando|asaltando|matando|golpeando)(?:se)? (?:la plata|los impuestos|el predial|los recursos|con (?:el|la|los|las|tanto|tantos|tantas|ese|esa|esos|esas|estos|estas|este|esta|cobros|tarifas|multas|fotomultas|impuestos)|en (?:la|el|los) (?:alcaldia|recibo|recibos|factura|cobro|peaje|contrato|contratos|cuentas|impuestos|luz|predial|parqueadero)|a punta de|el tiempo|el dinero|los politicos|los corruptos|el erario|por los contratos|a los cartageneros|al pueblo|el presupuesto|los dineros|lo del|las regalias|las ventas|los clientes|el agua|la luz|la senal|el internet|el wifi|los votos|los cables|el aire)",
    r"\bme (?:amenaza|amenazan|amenazo|amenazaron|estan amenazando|esta amenazando) con (?:un |una |el |la |que |me )?(?:embarg\w*|cort\w*|mult\w*|quitarme|quitar|demand\w*|cobr\w*|cerr\w*|suspen\w*|sanci\w*|desaloj\w*|sacarme|sacar|subir\w*|reportar\w*|bajar\w*|no pagar\w*|llevarse el carro|grua|comparendo|proceso)",
    r"\bme (?:esta|estan|sigue|siguen|anda) (?:persiguiendo|siguiendo|apuntando|amenazando) (?:la dian|el banco|los cobradores|los de cobranza|en (?:instagram|facebook|redes|twitter|tiktok)|las deudas|la deuda|la mala suerte|con (?:cobros|mensajes de cobro|cartas)|cobranza|los cobros|el recuerdo|publicidad|en una lista|a la lista|para el curso|para la beca)",
    r"\bme (?:pega|pego|golpeo|golpea|esta pegando|pegaron) (?:muy |bien |super |bastante |el |la |un |una |tan )*(?:duro|sol|gripa|gripe|hambre|calor|virus|moda|susto|brisa|bolsillo|economia|impuesto|predial|recibo|aguacero|trasnocho|guayabo|resfriado|covid|dengue|tos|alza|subida|crisis|factura|pandemia|fuerte el|corrientazo del recibo|estirada|trago|nostalgia|tarifa|multa)",
    r"\b(?:me|se|nos) (?:estoy |esta |estamos |estan )?(?:ahogando|ahogo|ahoga|ahogados|asfixiando|hundiendo|hundi|hundo|desangrando|ahogad[oa]) (?:en|con|de|por) (?:tantas? |tantos? |mis |las |los |la |el |un |puros |un mar de |puras )*(?:deudas?|papeles|trabajo|tramites|cuentas|impuestos?|tareas|calor|cobros|intereses|creditos?|vaso de agua|prestamos?|facturas?|obligaciones|risa|llanto|pagos?|culebras?|cuotas|gota a gota|recibos|problemas)",
    r"\b(?:esta|estaba|estan|estuvo|quedo|se puso|tan|super|bien|muy) (?:la candela|candela|que arde|prendid[oa]|encendid[oa]|de muerte|bomba|explosiv[oa]|que mata|de infarto|mortal|una bomba|caliente|fuego)\b(?= (?:la|el|los|las|esa|ese|con|por|este|esta|hoy|de|$)|$)",
    r"\b(?:la|el|esa|ese|esta|este|que|un|una|puro|pura) (?:fiesta|rumba|discusion|debate|reunion|cosa|partido|concierto|champeta|pico|comida|aji|sol|picante|politica|eleccion|campana|final|clasico|vaina|rumbon|verbena|calor|ambiente|precio|noticia|chisme|cancion|tema|musica|baile) (?:esta |estuvo |es |fue |se puso |quedo |tan )?(?:que )?(?:en candela|en llamas|candela|prendid[oa]|fuego|una bomba|de infarto|explosiv[oa]|caliente|mortal|en fuego|arde|mata|puro fuego)",
    r"\b(?:casi|por poco|un poco mas y|me iba a dar|casi me da|casi le da|de) (?:me |le )?(?:da |dio |dar |un |de )*(?:infarto|ataque|yeyo|patatus|derrame|soponcio)|\binfarto (?:de|con|por) (?:el|la|los|ese|esa|tanto|ver) (?:recibo|predial|precio|cobro|impuesto|factura|cuenta|valor)|\bme (?:da|dio|va a dar|iba a dar) (?:un |una |el )?(?:infarto|ataque|yeyo|patatus|derrame|soponcio) (?:al|cuando|con|de|por|viendo|si) ?(?:ver|vi|veo|el|la|los|tanto|ese|lo|me|mire|pagar|leer|llego|llegue|supe)?",
    r"\b(?:se|me) (?:me )?(?:esta |estan |va a )?(?:muriendo|morir|murio|muere|mueren|ahogando|ahogo|ahoga|cayendo|cae|cayo) (?:el|la|los|las|mi|un|una|ese|este|esa) (?:[a-z]+ )?(?:arbol|arboles|mata|matas|palo|planta|plantas|celular|telefono|computador|negocio|comercio|turismo|mangle|manglar|manglares|cienaga|bahia|centro|ciudad|playa|carro|moto|motor|bateria|pagina|sistema|senal|internet|sesion|llamada|plataforma|app|aplicacion|luz|pila|pelo|cabello|moral|cara|venta|ventas|economia|tradicion|pintura|brillo|cultura|matrimonio|gallina|pescado|coral|corales|sonrisa|diente|dientes|mango|mangos|jardin|cultivo|servidor)",
    r"\b(?:se cayo|se cae|se esta cayendo|esta caida|se esta yendo) (?:la|el|mi) (?:pagina|sistema|plataforma|internet|senal|sesion|app|aplicacion|llamada|luz|servidor|pelo|conexion|red|portal|web)",
    r"\b(?:explot[oae]|revento|se exploto|se revento|va a explotar|hizo explosion) (?:de |la |el |en |mi |un |una |ese |esa )*(?:risa|rabia|llanta|globo|telefono|celular|cabeza|ventas|redes|noticia|chisme|escandalo|bomba|felicidad|mercado|meme|video|economia|popularidad|llantas|tuberia|tubo|chicle|bolsa|botella)",
    r"\b(?:disparo|dispararon|disparado|disparada|disparando|dispararse|disparan) ?(?:el|la|los|las|en|se|con|de|el precio)? ?(?:precio|precios|dolar|foto|fotos|alarma|inflacion|avaluo|cobro|predial|arriendo|arriendos|tarifa|costo|costos|casos|ventas|impuestos?|gastos|redes|fotomulta|camara|recibo|luz)",
    r"\b(?:accidente|incendio|robo|inundacion|choque|derrumbe|se quemo|se incendio|se inundo|se nos inundo|se me inundo|se cayo|se derrumbo|nos inundamos|se volco|choque|me chocaron|me choco|me atropello|me atropellaron|me accidente|hubo un|mataron a|se ahogo|se hundio|se nos metio el agua|se me metio el agua|exploto)(?: [a-z0-9]+){0,12}? (?:el ano pasado|hace (?:\w+ )?(?:anos?|mes|meses|semanas?|tiempo|rato|dias)|el mes pasado|la semana pasada|en (?:el )?(?:19|20)\d\d|cuando era|en la epoca|en la colonia|antier|anteayer|ese dia|de la pelicula|en la novela)",
    r"\b(?:hace (?:\w+ )?(?:anos|meses|semanas|dias|tiempo)|el ano pasado|el mes pasado|en (?:19|20)\d\d|la semana pasada|ayer|antier|anteayer)(?: [a-z0-9]+){0,6}? (?:hubo un (?:accidente|incendio|choque|derrumbe)|se (?:me |nos )?(?:quemo|inundo|incendio|derrumbo|cayo|metio)|me chocaron|me choco|choque|me atropello|tuve un accidente|me robaron|me estrelle|exploto)",
    r"\b(?:pelicula|novela|serie|cancion|video ?juego|juego|libro|obra|capitulo|meme|partido|chiste|cuento|noticiero|historia)s?(?: [a-z0-9]+){0,5}? (?:mata\w*|muer\w*|mori\w*|incendi\w*|suicid\w*|quem\w*|dispar\w*|explo\w*|secuestr\w*|fuego|violen\w*|robo|asesin\w*|accident\w*|ahog\w*|infarto|candela|llamas|emergencia)",
    r"\b(?:en caso de|si hay|si hubiera|si llega a haber|si ocurre|si pasa|cuando hay|cuando haya|que hago si|que hacer si|que hacer en|que hago en caso de|como prevenir|como evito|como evitar|para prevenir|para evitar|a quien llamo si|a quien llamo en|por si|que pasa si|donde denuncio si) (?:un |una |hay |tengo |me |se |alguien |los |las |algun |alguna |en |caso |de )*(?:incendios?|emergencias?|accidentes?|inundacion|inundaciones|terremoto|temblor|tsunami|huracan|robos?|atracos?|fuga de gas|roban|choco|derrumbe|violencia|candela|fuego|quema|ahoga|infarto|cae|corto ?circuito)",
    r"\bviolencia (?:en la historia|de los picos|de la naturaleza|verbal en redes|en el futbol|en la television|en los medios|politica en|escolar como)",
    r"\b(?:muerto|muerta|muertos|muertas) (?:de|del) (?:la )?(?:risa|hambre|sueno|cansancio|pena|susto|frio|calor|sed|ganas|aburrimiento|envidia|miedo con|amor)|\b(?:hora|horas|tiempo|punto|punta|lengua|letra|naturaleza|calle|plaza|mar|llamada|playa) muert[oa]s?|\bdia de (?:los )?(?:muertos|difuntos)|\bmuert[oa]s? (?:en vida|el perro|de hambre)",
    r"\b(?:me dejo|quede|nos tiene|quedamos|estamos|estoy|vivimos|seguimos|nos dejan|me quede|llevo) (?:[a-z0-9]+ ){0,3}?atrapad[oa]s? (?:en|por|con) (?:el |la |los |un |una |este |este |esta |tanto |tantos )*(?:trancon|trafico|tramites?|burocracia|papeleo|fila|deudas?|sistema|trabajo|vuelta|lluvia de papeles|chat|pagina|contrato|deuda|credito)",
    r"\b(?:corre|en|esta en|hay|sin|correr|corren|pone en|de|con) (?:peligro|riesgo) (?:de )?(?:extincion|patrimonio|perder|que me|que se|el subsidio|mi cupo|mi subsidio|mi beca|financiero|crediticio|inminente de)|\b(?:especie|fauna|manglar|manglares|patrimonio|arbol|arboles|tortugas?|cienaga)(?: [a-z]+){0,3} en peligro",
    r"\b(?:certificado|copia|denuncia|demanda|oficio|carta|inspeccion|inspector|estacion|comando|escuela|academia|antecedentes|cai|cuadrante|curso|carne|patrullero|convocatoria|ingresar|entrar|hijo|uniforme|multa|comparendo|codigo|incorporacion|telefono|numero|direccion) (?:de |del |para |a |la |con |en |mi |es |nacional |ser )*(?:policia|patrulla|patrullero)",
    r"\bme (?:quiero|voy a|quisiera|toca) tirar (?:de cabeza |de una |al |a la |en |en el |en la |en paracaidas )*(?:agua|mar|playa|piscina|hamaca|paracaidas|cama|parche|rio|bautizar|rumba|concejo|politica|pereza)?",
    r"\b(?:burned|burnt) (?:the |my )?(?:rice|dinner|food|toast|tongue|skin)|\bsunburn\w*|\bdying (?:of|for|to|from) (?:laughter|laughing|heat|hunger|boredom|thirst|a|the|see|know|visit|go|curiosity|eat)|\b(?:kill|killing) (?:time|for a|me with|it)|\b(?:taxes|lines|paperwork|heat|bureaucracy|queue|traffic|fees|prices|tax|wait|waiting|humidity) (?:is|are) (?:killing|murdering)|\b(?:this|that|the|your) [a-z]+ (?:is|are) (?:on fire|killing (?:me|us)|fire)\b|\b(?:fire|police|emergency|ambulance) (?:department|station|certificate|permit|exit|plan|drill|number|contacts?|code|extinguisher|museum|report|record|records|clearance|kit|fund|line)|\bfireworks?|\bin case of (?:emergency|fire)|\bheart attack (?:when|with|seeing|after seeing)|\b(?:nearly|almost) (?:had|got|gave) (?:a|me a|an) heart attack|\bdrowning in (?:paperwork|debt|taxes|work|bills|forms)|\brobbed (?:by the (?:taxi|tax|city|restaurant|price)|last|of my|years)",
    r"\b(?:impuestos?|predial|calor|filas?|ruido|musica|bulla|papeleo|tramites?|deudas?|recibos?|trafico|trancon|sol|estres|trabajo|hambre|curiosidad|cobros?|precios?|arriendos?|dolor de cabeza|picazon|alergia|espera|demora|tarifas?|intereses)(?: (?:del?|de la|de los|de las|tan|alto|alta|altos|altas|con) ?[a-z]*){0,2} (?:me|nos) (?:esta|estan|tiene|tienen|va a|van a|mata|matan|ahoga|ahogan)(?: matando| matar| muert[oa]s?| ahogando| asfixiando)?",
    r"\b(?:politicos?|corruptos?|concejales|alcaldes?|gobierno|contratistas?|funcionarios?|bancos?|empresas?|afinia|acuacar|alcaldia|dian|cobradores|hacienda|deudas?|cobranza|distrito|estado|peajes?|taxistas?) (?:nos|me|se|le|lo) (?:esta|estan|viene|vienen|anda|andan) (?:robando|atracando|matando|asaltando|persiguiendo|siguiendo|amenazando)",
    r"\b(?:precio|recibo|predial|cobro|valor|factura|cuenta|noticia|partido|gol)(?: [a-z]+){0,2} (?:me|nos|le) (?:dio|da|va a dar|iba a dar|daria) (?:un )?(?:infarto|ataque|paro|derrame|yeyo)",
    r"\b(?:me|nos) (?:mata|va a matar|matan|van a matar) si no (?:llev|consig|pag|sac|hag|traig|renuev|pas|encuentr|aprueb|entreg|cumpl|llen|inscrib|matricul|le consig|le llev)\w*",
    r"\bno (?:me |le )?(?:aparece|aparecen|aparezco|encuentro|encontramos|sale|salen)(?: [a-z]+){0,5}? (?:en|de) (?:el |la |los |las )?(?:simat|listas?|listados?|sistema|sisben|registro|plataforma|pagina|base|censo|adres|padron|nomina|recibo|portal|resultados?|colegio de la lista)",
    r"\bmi (?:hij[oa]|nin[oa]|mama|papa|abuel[oa]) no (?:aparece|sale)(?: [a-z]+){0,3}? en (?:el |la |los |las )?(?:simat|listas?|listados?|sistema|sisben|registro|plataforma|pagina|base|censo)",
    r"\bnot an? emergency|\b(?:party|concert|music|food|song|dance|band|dj|show|game|chili|sauce|sale) (?:was|is|were) (?:on )?fire",
    r"\bcasi (?:me|nos|lo|la|le|te) (?:atropell\w+|choc\w+|estrell\w+|tumb\w+|caig\w+|mat\w+ (?:un|el|la|una|ese|en) (?:carro|moto|bus|hueco|buseta|taxi|rama|poste))|\b(?:hueco|carro|moto|bus|buseta|taxi|poste|rama) (?:que )?casi (?:me|nos|lo|la) (?:mata|mato|atropella|atropello|tumba|choca)",
)
