import { TEMPLATES } from '../../model/templates/list.ts';
import { foldWidth } from '../../text/fold.ts';
import type { PageMarks } from './marks.ts';

/**
 * What a page's own text is worth: `usable`; `none`, where there is nothing but a picture or white paper; `hidden`, where
 * it is not painted, as a scanner's own recogniser lays it over the picture; `broken`, where its font gives it another
 * meaning than its shapes have (a damaged ToUnicode map).
 */
export type TextLayer = 'usable' | 'none' | 'hidden' | 'broken';

/** A page of which more than this share of the characters has no meaning in its font is not read by them. */
const MOST_LOST = 0.02;
/** A page of which more than this share is not painted is a scan with a recogniser's text. */
const MOST_HIDDEN = 0.8;
/** On fewer characters nothing can be said about their meaning. */
const FEWEST = 30;
/** Of official text at least this share are the common characters; of shifted text there are some 5 %. */
const LEAST_COMMON = 0.2;
/** The six letters that make up half of any English text. */
const LEAST_LATIN = 0.35;
/** The commonest characters of Chinese text that the forms do not print. */
const COMMON_WORDS =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严';

let common: ReadonlySet<string> | null = null;

/** Judges the text of a page by its characters. */
export function textLayerOf({ glyphs }: PageMarks): TextLayer {
  const printed = glyphs.filter((glyph) => glyph.text.trim() !== '');
  if (printed.length === 0) return 'none';
  if (printed.filter((glyph) => glyph.hidden).length > MOST_HIDDEN * printed.length) return 'hidden';
  const lost = printed.filter((glyph) => isLost(glyph.text)).length;
  if (lost > MOST_LOST * printed.length) return 'broken';
  return isNonsense(printed.map((glyph) => foldWidth(glyph.text))) ? 'broken' : 'usable';
}

/** Whether a character has no meaning: for private use, a control, not assigned, or given up by the font itself. */
export function isLost(text: string): boolean {
  return /[\p{Co}\p{Cc}\p{Cn}\ufffd]/u.test(text);
}

/** Letters that make no text: all alike, Chinese without common characters, or Latin without common letters. */
function isNonsense(chars: readonly string[]): boolean {
  const letters = chars.filter((char) => /\p{L}/u.test(char));
  if (letters.length < FEWEST) return false;
  if (new Set(letters).size <= 2) return true;
  const chinese = letters.filter((char) => /\p{Script=Han}/u.test(char));
  if (chinese.length >= FEWEST) {
    common ??= commonCharacters();
    return shareOf(chinese, common) < LEAST_COMMON;
  }
  const latin = letters.map((char) => char.toLowerCase());
  return chinese.length < letters.length / 10 && shareOf(latin, new Set('etaoin')) < LEAST_LATIN;
}

function shareOf(chars: readonly string[], among: ReadonlySet<string>): number {
  return chars.filter((char) => among.has(char)).length / chars.length;
}

function commonCharacters(): ReadonlySet<string> {
  const labels = TEMPLATES.flatMap((template) =>
    template.tables.flatMap((table) =>
      table.blocks.flatMap((block) => [...block.columns, ...block.rows].map(({ label }) => label)),
    ),
  );
  return new Set(COMMON_WORDS + labels.join(''));
}
