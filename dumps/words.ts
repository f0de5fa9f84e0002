import type { FormCell } from './form.ts';

/** Rows of the forms in English, by `<table>.<row>`. Chinese labels and their norms: DOMAIN.md 1.4, 1.5. */
const ROWS: Readonly<Record<string, string>> = {
  't2.art20_1.rules': 'Rules (art. 20 (1))',
  't2.art20_1.normative_docs': 'Normative documents (art. 20 (1))',
  't2.art20_1.other_disclosed_docs': 'Other documents disclosed proactively (added by Hubei)',
  't2.art20_5.licensing': 'Administrative licensing (art. 20 (5))',
  't2.art20_5.other_services': 'Other external administrative services (art. 20 (5))',
  't2.art20_6.penalty': 'Administrative penalties (art. 20 (6))',
  't2.art20_6.coercion': 'Administrative coercion (art. 20 (6))',
  't2.art20_8.fees': 'Administrative fees charged to the public (art. 20 (8))',
  't2.art20_9.procurement': 'Centralised government procurement (art. 20 (9))',
  't3.new_received': 'Requests newly received in the year',
  't3.carried_in': 'Requests carried in from the year before',
  't3.result.granted': 'Result: disclosed',
  't3.result.partial': 'Result: disclosed in part',
  't3.result.denied.state_secret': 'Denied: state secret',
  't3.result.denied.law_prohibited': 'Denied: disclosure forbidden by another law or regulation',
  't3.result.denied.security_stability': 'Denied: endangers security or social stability',
  't3.result.denied.third_party_rights': 'Denied: lawful rights of a third party',
  't3.result.denied.internal_affairs': 'Denied: internal affairs information',
  't3.result.denied.process_info': 'Denied: process information (drafts, discussions, requests for instructions)',
  't3.result.denied.enforcement_file': 'Denied: administrative enforcement file',
  't3.result.denied.admin_query': 'Denied: matter of an administrative enquiry service',
  't3.result.unable.not_held': 'Unable to provide: not held by this body',
  't3.result.unable.needs_creation': 'Unable to provide: would have to be created',
  't3.result.unable.still_unclear': 'Unable to provide: still unclear after correction',
  't3.result.not_processed.petition': 'Not processed: petition, report or complaint',
  't3.result.not_processed.duplicate': 'Not processed: repeated request',
  't3.result.not_processed.publication': 'Not processed: asks for a public publication',
  't3.result.not_processed.abusive_volume': 'Not processed: many repeated requests without good reason',
  't3.result.not_processed.reconfirm': 'Not processed: asks to confirm or re-issue information already had',
  't3.result.other_processing': 'Other processing (one row)',
  't3.result.other_processing.no_correction': 'Other processing: not corrected in time',
  't3.result.other_processing.fee_unpaid': 'Other processing: fee not paid in time',
  't3.result.other_processing.other': 'Other processing: other (withdrawals as a rule)',
  't3.result.total': 'Results, total',
  't3.carried_out': 'Requests carried out into the next year',
  't4.review': 'Administrative review',
  't4.litigation_direct': 'Litigation without a review before it',
  't4.litigation_after_review': 'Litigation after a review',
};

/** Columns of the forms: English, and what the number is. By `<table>.<column>`. */
const COLUMNS: Readonly<Record<string, { en: string; is: string }>> = {
  't2.new_made': { en: 'newly made in the year', is: 'documents made in the year' },
  't2.new_disclosed': { en: 'newly disclosed in the year', is: 'documents disclosed for the first time in the year' },
  't2.total_disclosed': { en: 'disclosed in total', is: 'documents open to the public at the end of the year' },
  't2.prev_items': { en: 'items in the year before', is: 'items on the list of powers in the year before' },
  't2.change': {
    en: 'change in the year',
    is: 'items added (+) or removed (−) in the year; some bodies drop the minus sign',
  },
  't2.decisions': {
    en: 'decisions in the year',
    is: 'cases decided in the year; in the 2019 form often filled by mistake with items + change (check S3)',
  },
  't2.projects': { en: 'projects', is: 'procurement projects in the year' },
  't2.amount': { en: 'amount', is: 'money; the unit is the one printed, the exact amount in yuan stands beside it' },
  't2.made': { en: 'made in the year', is: 'documents issued in the year' },
  't2.repealed': { en: 'repealed in the year', is: 'documents repealed in the year' },
  't2.in_force': { en: 'in force', is: 'documents in force at the end of the year' },
  't3.natural_person': { en: 'natural persons', is: 'requests by natural persons' },
  't3.business': { en: 'businesses', is: 'requests by commercial enterprises' },
  't3.research': { en: 'research institutions', is: 'requests by research institutions' },
  't3.public_interest_org': { en: 'public-interest organisations', is: 'requests by public-interest organisations' },
  't3.legal_service': { en: 'legal service institutions', is: 'requests by legal service institutions' },
  't3.other_org': { en: 'other organisations', is: 'requests by other legal persons or organisations' },
  't3.total': {
    en: 'all applicants',
    is: 'requests as the body itself printed the total; never filled in, never corrected',
  },
  't4.upheld': { en: 'upheld', is: 'cases in which the body was upheld' },
  't4.corrected': { en: 'corrected', is: 'cases in which the body was corrected' },
  't4.other': { en: 'other result', is: 'cases with another result' },
  't4.pending': { en: 'pending', is: 'cases not yet decided at the end of the year' },
  't4.total': { en: 'total', is: 'cases as the body itself printed the total' },
};

/** English label and definition of a cell. Throws where a form has a row or column that has no words yet. */
export function wordsOf(cell: Pick<FormCell, 'table' | 'row' | 'column'>): { en: string; definition: string } {
  const row = ROWS[`${cell.table}.${cell.row}`];
  const column = COLUMNS[`${cell.table}.${cell.column}`];
  if (row === undefined || column === undefined) {
    throw new Error(`No English words for cell "${cell.table}.${cell.row}.${cell.column}": add them to dumps/words.ts`);
  }
  return { en: `${row}, ${column.en}`, definition: column.is };
}
