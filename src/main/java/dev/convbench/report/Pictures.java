package dev.convbench.report;

import java.util.regex.Pattern;

/** Pictures inside the page, which has their style sheet once. */
final class Pictures {
    private static final Pattern STYLE = Pattern.compile("\\s*<style>.*?</style>", Pattern.DOTALL);
    private static final Pattern EMPTY = Pattern.compile("\\s*<desc></desc>|\\s*<metadata></metadata>");
    private static final Pattern INDENT = Pattern.compile("(?m)^ +");

    private Pictures() {}

    /** A document without its own style sheet and blanks. */
    static String inline(String svg) {
        String plain = STYLE.matcher(svg).replaceAll("");
        return INDENT.matcher(EMPTY.matcher(plain).replaceAll("")).replaceAll("");
    }
}
