/**
 * Stands for a character that a recogniser could not read surely, the readings of its line being at odds: the geta mark
 * U+3013, which printers set for a missing letter. It is no Chinese character, so no name or label is taken with it.
 */
export const UNREAD = '〓';
