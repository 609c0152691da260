/** How answers refuse and models speak of themselves in a language besides English: sources of regular expressions. */
interface Sayings {
  /** At the opening of an answer. */
  readonly refusal: string;
  /** At the opening of a sentence. */
  readonly boilerplate: string;
  /** A text in ASCII that holds none of these, as whole words, is neither. */
  readonly words: readonly string[];
}

const apostrophe = "['’ʼ]";
const pause = String.raw`[\s,，、;；:：.。!！…-]*`;
/** As far as a sentence goes, and not for ever. */
const rest = String.raw`[^.!?。！？\n]{0,80}?`;

interface Refusing {
  readonly sorry: string;
  readonly but: string;
  /** Opens "as a language model, ". */
  readonly as: string;
  readonly cannot: string;
  /** Stems of what is refused after an apology. */
  readonly deeds: string;
  /** Of these one is enough without an apology. */
  readonly plainDeeds: string;
}

/** "I am sorry, but as a language model, I cannot create …"; "I cannot help you". */
function refusing({ sorry, but, as, cannot, deeds, plainDeeds }: Refusing): string {
  const aside = String.raw`(?:(?:${as})[^.!?,。，]{1,60}[,，]\s*)?`;
  return String.raw`(?:${sorry})${pause}(?:(?:${but})\s+)?${aside}(?:${cannot})\s+(?:${deeds}|${plainDeeds})|${aside}(?:${cannot})\s+(?:${plainDeeds})`;
}

const german: Sayings = {
  refusal: String.raw`(?:(?:es )?tut mir (?:sehr |wirklich )?leid|ich bitte um (?:entschuldigung|verständnis)|entschuldigung|entschuldigen sie|leider|bedauerlicherweise)${pause}(?:(?:aber|doch)\s+)?(?:als [^.!?,]{1,60}?,?\s+)?(?:(?:kann|darf|werde) ich|ich (?:kann|darf|werde))\s+${rest}(?:nicht|kein\p{L}*)\s${rest}(?:helfen|unterstützen|bereitstellen|beantworten|erstellen|geben|liefern|anbieten|schreiben|generieren|nachkommen|erfüllen)|ich kann (?:ihnen |dir )?(?:dabei|damit|bei dieser anfrage|diese anfrage) (?:leider )?nicht (?:weiterhelfen|helfen|unterstützen|beantworten|erfüllen)`,
  boilerplate: String.raw`(?:als|ich bin (?:nur )?)\s?(?:eine? )?(?:KI|künstliche intelligenz|(?:großes )?sprachmodell)(?:-\p{L}+)?(?!\p{L})`,
  words: ['leid', 'entschuldigung', 'entschuldigen', 'leider', 'bedauerlicherweise', 'ich kann', 'ki', 'sprachmodell'],
};

const spanish: Sayings = {
  refusal: refusing({
    sorry: 'lo (?:siento|lamento)(?: mucho)?|disculp[ae]|perdón|perdona|me temo que|lamentablemente|desafortunadamente',
    but: 'pero',
    as: 'como ',
    cannot: 'no (?:puedo|podemos|soy capaz de|estoy en condiciones de)|no me es posible',
    deeds: 'crear|escribir|ofrecer|responder|dar(?:te|le)|hacer (?:eso|esto)|participar|facilitar|compartir|producir',
    plainDeeds: 'ayudar(?:te|le|lo|la)?(?: con|\\.|$)|asistir|cumplir|proporcionar|generar|brindar|satisfacer',
  }),
  boilerplate:
    '(?:como (?:un |una )?|soy (?:solo |sólo )?(?:un |una ))(?:modelo de lenguaje|inteligencia artificial|IA|asistente (?:virtual|de IA))(?!\\p{L})',
  words: ['no puedo', 'no podemos', 'no soy', 'no estoy', 'posible', 'lenguaje', 'inteligencia', 'ia', 'asistente'],
};

const french: Sayings = {
  refusal: refusing({
    sorry: `je suis (?:vraiment |sincèrement )?désolée?|désolée?|je m${apostrophe}excuse|veuillez m${apostrophe}excuser|malheureusement|je regrette`,
    but: 'mais',
    as: `en tant qu(?:e |${apostrophe})`,
    cannot: `je ne (?:peux|puis)(?: malheureusement)?(?: pas)?|je ne suis pas (?:en mesure|capable) (?:de|d${apostrophe})`,
    deeds: `répondre|créer|écrire|rédiger|proposer|offrir|(?:vous |te )?donner|participer|faire (?:cela|ça)`,
    plainDeeds: `(?:vous |t${apostrophe}|y )?(?:aider|assister)(?! à (?:aimer|croire))|(?:vous |te )?fournir|générer|satisfaire|accéder à (?:votre|cette) demande`,
  }),
  boilerplate: `(?:en tant qu(?:e |${apostrophe})(?:un |une )?|je (?:ne )?suis (?:qu${apostrophe})?(?:un |une ))(?:grand )?(?:modèle (?:de langage|linguistique)|intelligence artificielle|IA|assistante? (?:IA|virtuel))(?!\\p{L})`,
  words: ['je ne', 'en tant', 'langage', 'intelligence', 'ia'],
};

const italian: Sayings = {
  refusal: refusing({
    sorry: 'mi dispiace|spiacente|purtroppo|mi scuso|chiedo scusa',
    but: 'ma',
    as: 'come |in quanto ',
    cannot: 'non (?:posso|sono in grado di)|non mi è possibile',
    deeds: 'risponder|crear|scriver|offrir|partecipar|fare (?:questo|ciò)',
    plainDeeds: 'aiutar(?:ti|la|vi)|assister|fornir|generar|soddisfar',
  }),
  boilerplate: `(?:(?:come|in quanto) (?:un |una |un${apostrophe})?|sono (?:solo )?(?:un |una |un${apostrophe}))(?:modello (?:di linguaggio|linguistico)|intelligenza artificiale|IA|assistente (?:virtuale|AI|IA))(?!\\p{L})`,
  words: ['non posso', 'non sono', 'modello', 'intelligenza', 'ia', 'assistente'],
};

const portuguese: Sayings = {
  refusal: refusing({
    sorry: 'desculp[ea](?:-me)?|lamento|sinto muito|infelizmente|peço desculpas?',
    but: 'mas',
    as: 'como ',
    cannot: '(?:eu )?não (?:posso|consigo|podemos|sou capaz de)',
    deeds: 'responder|criar|escrever|oferecer|participar|compartilhar|produzir|fazer (?:isso|isto)',
    plainDeeds: '(?:te |lhe )?(?:ajudar(?:-lo|-la)?(?: com|\\.|$)|auxiliar)|fornecer|gerar|atender|cumprir',
  }),
  boilerplate:
    '(?:como (?:um |uma )?|(?:eu )?sou (?:apenas )?(?:um |uma ))(?:modelo de linguagem|inteligência artificial|IA|assistente (?:virtual|de IA))(?!\\p{L})',
  words: ['linguagem', 'ia', 'assistente'],
};

const russian: Sayings = {
  refusal: refusing({
    sorry: 'извините|простите|к сожалению|мне (?:очень )?жаль|прошу прощения|приношу извинения',
    but: 'но',
    as: 'как ',
    cannot: 'я не (?:могу|смогу|в состоянии|способ(?:ен|на))(?: вам| тебе)?(?: с этим)?',
    deeds: 'ответить|созда|написать|обсуждать|продолжить|поддерживать|давать',
    plainDeeds: 'помочь(?: вам| тебе)? (?:с|в)|предоставить|выполнить|сгенерировать|генерировать',
  }),
  boilerplate:
    '(?:как (?:большая )?|я (?:всего лишь |просто )?(?:[—-] ?)?(?:большая )?)(?:языковая модель|искусственный интеллект|ИИ|модель искусственного интеллекта)(?!\\p{L})',
  words: [],
};

const makers = '(?:由[^,，。]{1,20}?(?:开发|训练|创建|研发|開發|訓練)的)?';
const chinese: Sayings = {
  refusal: String.raw`(?:(?:我?(?:很|非常|十分|深感)?(?:抱歉|遗憾|遺憾)|(?:真的)?对不起|對不起|不好意思)${pause}(?:但是?|不过|可是)?[,，]?\s*)?(?:作为[^,，。]{1,30}[,，]\s*|由于[^,，。]{1,40}[,，]\s*)?我(?:们|們)?(?:无法|無法|不能|不可以|没有办法|没办法|不能够|拒绝)(?:为[您你]|為[您你]|向[您你]|给[您你]|直接|继续)?(?:帮助|幫助|帮[您你]|协助|協助|提供|满足|滿足|回答|回应|完成[这您你]|生成|参与|參與|支持|处理[这您你]|讨论|討論|执行[这您你]|创作|創作|撰写|撰寫|编写)`,
  boilerplate: `(?:(?:作为|作為|我(?:只|仅仅?)?是)(?:一个|一個|一名|一款)?${makers}(?:人工智能|人工智慧|AI|大?型?语言模型|大?型?語言模型)|我的知识(?:截止|更新))`,
  words: [],
};

const japanese: Sayings = {
  refusal: String.raw`(?:大変)?(?:申し訳(?:ありません|ございません|ない)|すみません|ごめんなさい|残念ながら|恐れ入ります)${pause}${rest}(?:が、?|けれども、?)?。?${rest}(?:できません|出来ません|いたしかねます|できかねます)`,
  boilerplate:
    '(?:(?:私は、?)?(?:AI|人工知能|(?:大規模)?言語モデル)(?:アシスタント|言語モデル)?(?:として|なので|ですので|であるため)|私は(?:AI|人工知能|(?:大規模)?言語モデル)(?:アシスタント|言語モデル)?(?:です|で、))',
  words: [],
};

const korean: Sayings = {
  refusal: String.raw`(?:정말 )?(?:죄송(?:합니다|하지만|해요|하게도)|미안(?:합니다|하지만|해요)|유감(?:스럽게도|이지만)|안타깝게도)${pause}(?:하지만\s*|만\s*)?${rest}(?:수 없|수는 없|못합니다|못해요)`,
  boilerplate:
    '(?:(?:저는|나는)\\s*)?(?:AI|인공지능|(?:대규모 )?언어 모델)(?: 언어 모델| 어시스턴트| 비서| 모델)?(?:로서|이기 때문에|이므로|입니다|일 뿐)',
  words: [],
};

const languages = [german, spanish, french, italian, portuguese, russian, chinese, japanese, korean];
const any = (sources: readonly string[]): string => sources.map(source => `(?:${source})`).join('|');

/** In the nine languages; our own, after what assistants say in them. */
export const refusalsByLanguage = new RegExp(String.raw`^\s*(?:${any(languages.map(({ refusal }) => refusal))})`, 'iu');

/** The phrase is the match's only group. */
export const boilerplateByLanguage = new RegExp(
  String.raw`(?:^|[.!?:;,\n。！？：；，、]\s*)(${any(languages.map(({ boilerplate }) => boilerplate))})`,
  'iu',
);

/** What a text in ASCII must hold, as whole words, for either to find anything. */
export const wordsByLanguage = languages.flatMap(({ words }) => words);
