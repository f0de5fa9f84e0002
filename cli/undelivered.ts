/** Why a summary did not arrive, and whether it may when it is sent again. */
export interface Undelivered {
  why: string;
  mayPass: boolean;
}
