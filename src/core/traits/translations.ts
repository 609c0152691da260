/**
 * What traits are called in German, Spanish, French, Italian, Portuguese, Russian, Chinese, Japanese and Korean: nominatives in
 * singular and plural, in Russian the other cases as well. Left out: everyday words of another language (French "chat", Italian
 * "cane", Spanish "sauce"), single characters that are mostly part of other words (虎 in 马虎), and words that the catalogue has.
 */
export const translationsOfTrait: Readonly<Record<string, readonly string[]>> = {
  cat: words(
    'katze katzen gato gatos gata gatas chatte chattes gatto gatti gatta gatte кошка кошки кошке кошку кошкой кошек кошкам кошками кошках кот кота коту котом коте коты котов котам котами котах 猫 貓 ネコ 고양이',
  ),
  dog: words(
    'hund hunde hunden perro perros perra perras chien chiens chienne chiennes cão cães cachorro cachorros собака собаки собаке собаку собакой собак собакам собаками собаках 狗 犬 イヌ 강아지',
  ),
  dolphin: words(
    'delfin delfine delfín delfines dauphin dauphins delfino delfini golfinho golfinhos дельфин дельфина дельфину дельфином дельфине дельфины дельфинов дельфинам дельфинами дельфинах 海豚 イルカ 돌고래',
  ),
  dragon: words(
    'drache drachen dragón dragones drago draghi dragão dragões дракон дракона дракону драконом драконе драконы драконов драконам драконами драконах ドラゴン 드래곤',
  ),
  eagle: words(
    'adler adlern águila águilas aigle aigles aquila aquile águia águias орёл орел орла орлу орлом орле орлы орлов орлам орлами орлах 老鹰 鷲 ワシ 독수리',
  ),
  elephant: words(
    'elefant elefanten elefante elefantes elefanti éléphant éléphants слон слона слону слоном слоне слоны слонов слонам слонами слонах 大象 ゾウ 코끼리',
  ),
  fox: words(
    'fuchs füchse zorro zorros zorra zorras renard renards volpe volpi raposa raposas лиса лисы лисе лису лисой лис лисам лисами лисах лисица лисицы 狐狸 狐 キツネ 여우',
  ),
  koala: words('коала коалы коале коалу коалой коал коалам коалами коалах 考拉 树袋熊 コアラ 코알라'),
  leopard: words(
    'leoparden leopardo leopardos léopard léopards leopardi леопард леопарда леопарду леопардом леопарде леопарды леопардов леопардам леопардами леопардах 豹 ヒョウ 표범',
  ),
  lion: words(
    'löwe löwen löwin löwinnen león leones leona leonas lionne lionnes leone leoni leonessa leão leões leoa leoas лев льва льву львом льве львы львов львам львами львах львица львицы 狮子 獅子 ライオン',
  ),
  octopus: words(
    'oktopus oktopusse pulpo pulpos pieuvre pieuvres poulpe poulpes polpo polpi осьминог осьминога осьминогу осьминогом осьминоге осьминоги осьминогов осьминогам осьминогами осьминогах 章鱼 章魚 タコ 문어',
  ),
  owl: words(
    'eule eulen uhu uhus búho búhos lechuza lechuzas hibou hiboux chouette chouettes gufo gufi civetta civette coruja corujas сова совы сове сову совой сов совам совами совах филин филина филины 猫头鹰 貓頭鷹 フクロウ 梟 올빼미 부엉이',
  ),
  panda: words('pandabär pandabären панда панды панде панду пандой панд пандам пандами пандах 熊猫 熊貓 パンダ'),
  penguin: words(
    'pinguin pinguine pinguinen pingüino pingüinos pingouin pingouins manchot manchots pinguino pinguini pinguim pinguins пингвин пингвина пингвину пингвином пингвине пингвины пингвинов пингвинам пингвинами пингвинах 企鹅 企鵝 ペンギン 펭귄',
  ),
  phoenix: words('phönix fénix phénix fenice феникс феникса фениксу фениксом фениксе фениксы 凤凰 鳳凰 不死鳥 불사조'),
  raven: words(
    'rabe raben cuervo cuervos corbeau corbeaux corvo corvi corvos ворон ворона вороны вороне ворону вороном воронов воронам воронами воронах 乌鸦 烏鴉 カラス 까마귀',
  ),
  tiger: words(
    'tigerin tigre tigres tigri тигр тигра тигру тигром тигре тигры тигров тиграм тиграми тиграх тигрица тигрицы 老虎 トラ 호랑이',
  ),
  whale: words(
    'wal wale walen ballena ballenas baleine baleines balena balene baleia baleias кит кита киту китом ките киты китов китам китами китах 鲸鱼 鯨 クジラ 고래',
  ),
  wolf: words(
    'wölfe wölfen lobo lobos loba lobas loup loups lupo lupi волк волка волку волком волке волки волков волкам волками волках 狼 オオカミ 늑대',
  ),
  cherry: words(
    'kirsche kirschen cereza cerezas cerise cerises ciliegia ciliegie cereja cerejas вишня вишни вишне вишню вишней вишен вишням вишнями вишнях 樱桃 櫻桃 サクランボ 체리',
  ),
  maple: words('ahorn arce arces érable érables клён клен клена клёна клены клёны 枫树 楓 カエデ 단풍나무'),
  oak: words(
    'eiche eichen roble robles chêne chênes quercia querce carvalho carvalhos дуб дуба дубу дубом дубе дубы дубов 橡树 참나무',
  ),
  sequoia: words(
    'mammutbaum mammutbäume secuoya secuoyas séquoia séquoias sequoie секвойя секвойи 红杉 セコイア 세쿼이아',
  ),
  willow: words('saule saules salice salici salgueiro salgueiros ива ивы иве иву ивой 柳树 ヤナギ 버드나무'),
};

function words(list: string): readonly string[] {
  return list.split(' ');
}
