declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A moment on this workstation's clock, in Unix milliseconds. */
export type Instant = Branded<number, 'Instant'>;

/** A temperature in °C. */
export type Celsius = Branded<number, 'Celsius'>;

export type MachineId = Branded<string, 'MachineId'>;
export type ActionId = Branded<string, 'ActionId'>;
/** One run of a script. */
export type ScriptRunId = Branded<string, 'ScriptRunId'>;
/** The number an instrument gives to a connection (`READy -session=474800`, `System Access -sessionid=534`). */
export type SessionId = Branded<string, 'SessionId'>;
