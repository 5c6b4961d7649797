package dev.convbench.shapes;

import dev.convbench.text.Printable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The fields of one descriptor, each with its value and where it stands, and the sentences that refuse a bad one. */
final class DescriptorFields {
    /** What a shape calls its fields where a descriptor calls them otherwise. */
    private static final Map<String, String> FIELD_OF_SHAPE =
            Map.of("padTop", "ph", "padLeft", "pw", "padBottom", "pb", "padRight", "pr");

    private record Field(int value, int position) {}

    private final String operation;
    private final String text;
    private final List<String> known;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** Reads {@code text} from index {@code start} on. */
    DescriptorFields(String operation, String text, int start, String[] known) {
        this.operation = operation;
        this.text = text;
        this.known = Arrays.asList(known);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(operation + " descriptor '" + Printable.of(text == null ? "" : text)
                    + "', character 1: the text is empty, a descriptor looks like ic3ih31"
                    + (this.known.contains("oc") ? "oc25kh3sh2ph1" : this.known.contains("kh") ? "kh2sh2" : ""));
        }
        int at = start;
        while (at < text.length()) {
            at = readField(at);
            if (at < text.length() - 1 && text.charAt(at) == '_') {
                at++;
            }
        }
    }

    private int readField(int start) {
        int digits = start;
        while (digits < text.length() && isLetter(text.charAt(digits))) {
            digits++;
        }
        if (digits == start) {
            throw at(start, "expected the name of a field, found '" + text.charAt(start) + "'");
        }
        String name = text.substring(start, digits);
        if (!known.contains(name)) {
            throw at(
                    start,
                    "unknown field '" + name + "', a " + operation + " has the fields " + String.join(" ", known));
        }
        int end = digits;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end == digits) {
            throw at(digits, "field " + name + " has no number");
        }
        Field earlier = fields.get(name);
        if (earlier != null) {
            throw at(start, "field " + name + " is repeated, it already stands at character " + (earlier.position + 1));
        }
        fields.put(name, new Field(number(name, start, text.substring(digits, end)), start));
        return end;
    }

    private int number(String name, int start, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw at(start, "field " + name + " is " + digits + ", the largest possible is " + Integer.MAX_VALUE);
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The value of a field, or {@code missing}. */
    int get(String name, int missing) {
        Field field = fields.get(name);
        return field == null ? missing : field.value;
    }

    /** The value of a field that must be there. */
    int required(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw at(text.length(), "field " + name + " is missing");
        }
        return field.value;
    }

    /** A dilation as shapes count it: descriptors count dense as 0, shapes as 1. */
    int dilation(String name, int missing) {
        Field field = fields.get(name);
        if (field == null) {
            return missing;
        }
        if (field.value == Integer.MAX_VALUE) {
            throw wrong(name, "is " + field.value + ", the largest possible is " + (Integer.MAX_VALUE - 1));
        }
        return field.value + 1;
    }

    /** Refuses an output size that is written and not what the other fields give. */
    void check(String name, int derived) {
        Field field = fields.get(name);
        if (field != null && field.value != derived) {
            throw wrong(name, "is " + field.value + ", but the other fields give " + derived);
        }
    }

    /** Makes the shape; where it refuses a field, says where the field stands. */
    <S> S build(Supplier<S> shape) {
        try {
            return shape.get();
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            String name = message.substring(0, message.indexOf(' '));
            Field field = fields.get(FIELD_OF_SHAPE.getOrDefault(name, name));
            throw sentence(field == null ? "" : ", character " + (field.position + 1), message, e);
        }
    }

    /** What to throw for a field that is there. */
    IllegalArgumentException wrong(String name, String problem) {
        return at(fields.get(name).position, "field " + name + " " + problem);
    }

    private IllegalArgumentException at(int index, String problem) {
        return sentence(", character " + (index + 1), problem, null);
    }

    private IllegalArgumentException sentence(String position, String problem, Throwable cause) {
        return new IllegalArgumentException(
                Printable.of(operation + " descriptor '" + text + "'" + position + ": " + problem), cause);
    }
}
