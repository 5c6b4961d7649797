package dev.convbench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells how far a run is: on a terminal one line that is written over again and again, elsewhere one line a fork.
 */
public final class Progress {
    /** Says in a child JVM whether its relayed error stream shows on a terminal. */
    public static final String TERMINAL_PROPERTY = "convbench.terminal";

    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean terminal;
    private boolean open;
    private boolean silent;
    private int forks;

    /** Writes to that stream. */
    public Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether the standard error stream shows on a terminal; a parent that relays it says so in a property. */
    public static boolean isTerminal() {
        String told = System.getProperty(TERMINAL_PROPERTY);
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        String term = System.getenv("TERM");
        if (System.getenv("CI") != null || term == null || term.equals("dumb")) {
            return false;
        }
        try {
            return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Forks that were finished before. */
    public synchronized void finished(int count) {
        forks = count;
    }

    /** A line that stays. */
    public synchronized void say(String line) {
        if (!silent) {
            clear();
            err.println(line);
            err.flush();
        }
    }

    /**
     * A fork starts.
     *
     * @param what it measures
     * @param forksLeft estimate of those to come, this one included
     * @param secondsLeft estimate; negative if unknown
     */
    public synchronized void fork(String what, int forksLeft, double secondsLeft) {
        forks++;
        String left = secondsLeft < 0 ? "" : time(secondsLeft) + " left, ";
        String line = String.format(Locale.ROOT, "%sfork %d of about %d: %s", left, forks, forks + forksLeft - 1, what);
        if (silent) {
            return;
        }
        if (terminal) {
            err.print(ERASE + shortened(line));
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Ends the line that is written over. */
    public synchronized void clear() {
        if (open) {
            err.print(ERASE);
            err.flush();
            open = false;
        }
    }

    /** Nothing more is to be said. */
    public synchronized void silence() {
        clear();
        silent = true;
    }

    private static String shortened(String line) {
        String columns = System.getenv("COLUMNS");
        int width = columns != null && columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 100;
        return line.length() < width ? line : line.substring(0, Math.max(10, width - 4)) + "...";
    }

    /** Minutes and seconds, for example 9:05. */
    public static String time(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
