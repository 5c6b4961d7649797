package dev.convbench.check;

/** What a {@link BrokenStrategy} does wrong. */
public enum Fault {
    /** Nothing: it must pass. */
    NONE,
    /** The first element of the second row, a border pixel, is off by 1e-3. */
    BORDER_ELEMENT,
    /** The last element is off by 1e-3. */
    LAST_ELEMENT,
    /** One element is off by 1e-7: more than the absolute tolerance. Not a fault in float, which rounds it away. */
    OFF_BY_1E_7,
    /** One element is off by 1e-10 (float: 1e-4): less than the absolute tolerance, far more than rounding gives. */
    OFF_BY_1E_10,
    /** One element keeps what the output held before. */
    UNWRITTEN,
    /** One element of an input is overwritten. */
    WRITES_INPUT,
    /** Adds what the scratch buffer holds, which is zero only in a new scratch. */
    STALE_SCRATCH,
    /** Computes with the operands of its first call. */
    KEEPS_OPERANDS,
    /** Wrong only with prepared weights. */
    PREPARED_WEIGHTS,
    /** One element is off by one unit in the last place: within every bound on random data, not exact on integers. */
    ROUNDS_INTEGERS,
    /** Throws. */
    THROWS,
    /** Max pooling: the last of equal values wins. */
    LAST_TIE_WINS,
    /** NaN becomes 0. */
    IGNORES_NAN
}
