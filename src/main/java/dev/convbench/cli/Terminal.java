package dev.convbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of the terminal that the program writes to. */
final class Terminal {
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

    private Terminal() {}

    /** Characters in a line: of the variable COLUMNS, else of the terminal that commands come from; empty without one. */
    static OptionalInt width() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9]\\d{0,3}")) {
            return OptionalInt.of(Integer.parseInt(columns));
        }
        return ask();
    }

    private static OptionalInt ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                Matcher size = SIZE.matcher(new String(answer.readAllBytes(), StandardCharsets.US_ASCII));
                boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
                return ended && size.matches() && !size.group(1).equals("0")
                        ? OptionalInt.of(Integer.parseInt(size.group(1)))
                        : OptionalInt.empty();
            }
        } catch (IOException noStty) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }
}
