package dev.convbench.npy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Element types that can be read; the letter and the bytes are those of NumPy's {@code descr}. */
public enum ElementType {
    /** IEEE single. */
    FLOAT32("f4", 4),
    /** IEEE double. */
    FLOAT64("f8", 8),
    /** Signed integer of four bytes: places of maxima. It is written only. */
    INT32("i4", 4);

    private final String code;
    private final int bytes;

    ElementType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The code after the byte order, such as {@code f8}. */
    public String code() {
        return code;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** The type of a code that can be read, or null. */
    static ElementType readable(String code) {
        return code.equals(FLOAT32.code) ? FLOAT32 : code.equals(FLOAT64.code) ? FLOAT64 : null;
    }

    static String readableNames() {
        return Arrays.stream(values())
                .filter(type -> readable(type.code) != null)
                .map(type -> type.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(" and "));
    }
}
