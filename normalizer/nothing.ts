import { matchForm } from '../text/fold.ts';

const NOTHING = /^(?:暂?无|没有|暂没有|无此类情况|无此项|不涉及|不适用)$/u;
const SENTENCE =
  /^(?:(?:\d{4}年?度?|本年度?|截至[^,]{2,14}|目前)?,?)?(?:[^,。;:]{0,25}?)(?:暂时?)?(?:无|没有|不存在|未发生|未有)(?:任何)?(?:其[他它])?(?:需要|需|应当|应|须)?(?:予以|特别|另行)?(?:报告|说明|补充|公开|告知|汇报|披露)?(?:的)?(?:其[他它])?(?:重要|重大)?(?:的)?(?:事项|情况|内容|问题|事宜)$/u;

/** Whether a section's text says only that there is nothing: `无`, `暂无。`, `我局无其他需要报告的事项。` (DOMAIN.md 5.1 c, g). */
export function saysNothing(text: string): boolean {
  const form = matchForm(text).replace(/[。.！!;；]+$/u, '');
  return NOTHING.test(form) || (form.length <= 60 && SENTENCE.test(form));
}
