/**
 * Name and version of what reads images and the scanned pages of PDFs, their layout included: the number is raised when
 * its output changes, also where that comes from the PDF reader's layout.
 */
export const OCR_EXTRACTOR = 'ocr/2';
