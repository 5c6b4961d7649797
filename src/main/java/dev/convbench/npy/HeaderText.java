package dev.convbench.npy;

import dev.convbench.text.Printable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the Python dictionary in the header of a {@code .npy} file: {@code {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3),
 * }}. Only what NumPy writes for arrays of plain numbers is understood; keys may come in any order.
 */
final class HeaderText {
    /** NumPy's own limit. */
    private static final int MAX_AXES = 64;

    /** Digits of the largest extent that can be used, and some. */
    private static final int MAX_DIGITS = 12;

    private final String text;
    private final int begin;
    private final String what;
    private int at;

    private String descr;
    private Boolean fortran;
    private int[] shape;

    private HeaderText(String text, int begin, String what) {
        this.text = text;
        this.begin = begin;
        this.what = what;
    }

    /**
     * The header.
     *
     * @param begin bytes before the first element
     * @throws UnreadableArrayException if it is not understood, or of an array that cannot be used
     */
    static NpyHeader parse(String text, int begin, String what) throws UnreadableArrayException {
        return new HeaderText(text, begin, what).dictionary();
    }

    private NpyHeader dictionary() throws UnreadableArrayException {
        expect('{');
        while (!next('}')) {
            String key = string();
            expect(':');
            entry(key);
            if (!next(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw malformed("the end of the header");
        }
        if (descr == null || fortran == null || shape == null) {
            throw new UnreadableArrayException("the header of " + what + " lacks "
                    + (descr == null ? "'descr'" : fortran == null ? "'fortran_order'" : "'shape'"));
        }
        return header();
    }

    private void entry(String key) throws UnreadableArrayException {
        boolean again = switch (key) {
            case "descr" -> descr != null;
            case "fortran_order" -> fortran != null;
            case "shape" -> shape != null;
            default ->
                throw new UnreadableArrayException("the header of " + what + " has a key " + Printable.quoted(key)
                        + "; it may have 'descr', 'fortran_order' and 'shape'");
        };
        if (again) {
            throw new UnreadableArrayException("the header of " + what + " has the key '" + key + "' twice");
        }
        switch (key) {
            case "descr" -> descr = descr();
            case "fortran_order" -> fortran = truth();
            default -> shape = shape();
        }
    }

    private NpyHeader header() throws UnreadableArrayException {
        ElementType type = descr.isEmpty() ? null : ElementType.readable(descr.substring(1));
        boolean little = descr.startsWith("<");
        if (type == null || !(little || descr.startsWith(">"))) {
            throw new UnreadableArrayException(what + " holds elements of type " + Printable.quoted(descr) + "; "
                    + ElementType.readableNames() + " can be read: convert it with array.astype('<f8')");
        }
        long product = 1;
        for (int extent : shape) {
            product *= extent;
            if (product > NpyHeader.MAX_ELEMENTS) {
                throw tooLarge();
            }
        }
        return new NpyHeader(type, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, fortran, shape, begin);
    }

    private UnreadableArrayException tooLarge() {
        return new UnreadableArrayException(what + " holds more elements than one Java array can hold ("
                + NpyHeader.MAX_ELEMENTS + "): its shape is " + NdArray.text(shape));
    }

    private String descr() throws UnreadableArrayException {
        if (next('[')) {
            throw new UnreadableArrayException(what + " holds records; " + ElementType.readableNames()
                    + " can be read: save each field by itself");
        }
        return string();
    }

    private boolean truth() throws UnreadableArrayException {
        skipSpace();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw malformed("True or False");
    }

    private int[] shape() throws UnreadableArrayException {
        expect('(');
        List<Integer> extents = new ArrayList<>();
        while (!next(')')) {
            if (extents.size() == MAX_AXES) {
                throw new UnreadableArrayException(what + " has more than " + MAX_AXES + " axes");
            }
            extents.add(extent());
            if (!next(',')) {
                expect(')');
                break;
            }
        }
        return extents.stream().mapToInt(Integer::intValue).toArray();
    }

    private int extent() throws UnreadableArrayException {
        skipSpace();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed("a number");
        }
        long extent = at - from > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(text.substring(from, at));
        if (at < text.length() && text.charAt(at) == 'L') {
            // Python 2 wrote long integers so
            at++;
        }
        if (extent > NpyHeader.MAX_ELEMENTS) {
            throw new UnreadableArrayException(what + " has an axis of " + text.substring(from, Math.min(at, from + 40))
                    + " elements, more than one Java array can hold (" + NpyHeader.MAX_ELEMENTS + ")");
        }
        return (int) extent;
    }

    private String string() throws UnreadableArrayException {
        skipSpace();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw malformed("a string in quotes");
        }
        String content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private boolean next(char sign) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char sign) throws UnreadableArrayException {
        if (!next(sign)) {
            throw malformed("'" + sign + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private UnreadableArrayException malformed(String wanted) {
        return new UnreadableArrayException(
                "the header of " + what + " is malformed at character " + (at + 1) + ": expected " + wanted
                        + (at < text.length() ? ", found " + Printable.quoted(text.substring(at)) : ""));
    }
}
