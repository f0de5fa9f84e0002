/**
 * The eight reasons of a refusal in table 3, as rows of 不予公开 in the order of the forms of 2019 and 2021; their cell paths
 * are `t3.result.denied.<reason>.<column>` (国办公开办函〔2019〕60号, 〔2021〕30号).
 */
export const DENIED_REASONS = [
  'state_secret',
  'law_prohibited',
  'security_stability',
  'third_party_rights',
  'internal_affairs',
  'process_info',
  'enforcement_file',
  'admin_query',
] as const;
